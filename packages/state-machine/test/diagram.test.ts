import { COMPONENT_MOVES, lifecycleDiagram, PHASES, STAGES } from '@margo-sdk/state-machine';
import { STATES } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { createDevice } from './support/device.js';

const NAMES = ['deployment', 'component', 'states'] as const;

const linesOf = (of: (typeof NAMES)[number]): string[] =>
  lifecycleDiagram({ of })
    .split('\n')
    .map((line) => line.trim());

describe('the picture of a deployment', () => {
  it('is what is drawn if nothing else is asked for', () => {
    expect(lifecycleDiagram()).toBe(lifecycleDiagram({ of: 'deployment', as: 'mermaid' }));
  });

  it('shows every phase, with the state that reports show meanwhile', () => {
    const places = linesOf('deployment').flatMap((line) => /^state "([^"]+)" as (\w+)$/.exec(line)?.[2] ?? []);
    expect(places).toEqual(expect.arrayContaining([...PHASES]));
    expect(linesOf('deployment')).toContain('state "checking (pending)" as checking');
  });

  it('is right about what reports say meanwhile', () => {
    const device = createDevice(undefined, undefined, { byHand: true });
    const meets = (): void => {
      const { phase } = device.snapshot;
      const overall = device.reports.at(-1)?.status.state;
      expect(linesOf('deployment')).toContain(
        `state "${phase === overall ? phase : `${phase} (${overall})`}" as ${phase}`,
      );
      seen.add(phase);
    };
    const seen = new Set<string>();
    device.want('database broker', 1n);
    meets();
    device.check();
    while (device.snapshot.phase !== 'installed') {
      meets();
      device.step();
    }
    meets();
    device.want('database@2 broker', 2n);
    device.check('no room');
    meets();
    device.withdraw(3n);
    meets();
    device.step('stuck');
    device.step();
    meets();
    device.retry();
    device.step();
    meets();
    expect([...seen].sort()).toEqual(PHASES.filter((phase) => !['unadopted', 'rollingBack'].includes(phase)).sort());
  });

  it('says what leads from one phase to the next', () => {
    const lines = linesOf('deployment');
    expect(lines).toContain('checking --> preparing : checked');
    expect(lines).toContain('applying --> failed : something failed');
    expect(lines).toContain('applying --> installed : nothing is left to do');
    expect(lines).toContain('removalFailed --> removing : retry');
  });

  it('shows that every wanted deployment can be changed and removed, and every other one come back', () => {
    const lines = linesOf('deployment');
    expect(lines).toContain('wanted --> superseded : adopt, withdraw');
    expect(lines).toContain('not_wanted --> superseded : adopt');
    expect(lines).toContain('superseded --> checking : a revision');
    expect(lines).toContain('superseded --> removing : a withdrawal');
  });
});

describe('the picture of a step on a component', () => {
  it('shows every stage and every end', () => {
    const lines = linesOf('component');
    for (const place of [...STAGES, 'done', 'failed', 'cancelled'])
      expect(lines.some((line) => line.endsWith(` as ${place}`))).toBe(true);
  });

  it('draws once what is the same whether or not the component is in place', () => {
    const lines = linesOf('component');
    expect(lines).toContain('at_work --> done : succeeded');
    expect(lines.filter((line) => /^(working|settling) -->/.test(line))).toEqual([
      'working --> settling : applied (installation)',
    ]);
  });

  it('says whether a condition must hold or must not', () => {
    expect(linesOf('component')).toContain(
      'at_work --> pausing : failed (retryable, no installation)<br/>failed (retryable, attempts remain)',
    );
  });
});

describe('the picture of reported states', () => {
  it('shows every state, and no move that reports cannot make', () => {
    const lines = linesOf('states');
    for (const state of STATES) expect(lines).toContain(`state "${state}" as ${state}`);
    const moves = lines.flatMap((line) => {
      const [, from, to] = /^(\w+) --> (\w+)/.exec(line) ?? [];
      return from === undefined || to === undefined ? [] : [{ from, to }];
    });
    expect(moves.length).toBeGreaterThan(STATES.length);
    const wanted = STATES.filter((state) => state !== 'removing' && state !== 'removed');
    for (const { from, to } of moves)
      for (const state of from === 'wanted' ? wanted : STATES.filter((one) => one === from))
        expect(COMPONENT_MOVES[state], `${state} to ${to}`).toContain(to);
  });
});

describe.each(NAMES)('the picture "%s"', (of) => {
  it('says the same in both languages', () => {
    const arrows = (text: string, arrow: string): number => text.split(arrow).length - 1;
    const dot = lifecycleDiagram({ of, as: 'dot' });
    expect(arrows(dot, ' -> ')).toBe(arrows(lifecycleDiagram({ of }), ' --> '));
    expect(dot).toMatch(new RegExp(`^digraph "${of}" \\{\\n[^]*\\n\\}$`));
  });

  it('has no arrow from or to a place that it does not show', () => {
    const lines = linesOf(of);
    const shown = new Set(lines.flatMap((line) => / as (\w+)/.exec(line)?.[1] ?? []));
    const ends = lines.flatMap((line) => /^(\w+) --> (\w+)/.exec(line)?.slice(1) ?? []);
    expect(ends.filter((end) => !shown.has(end))).toEqual([]);
  });
});
