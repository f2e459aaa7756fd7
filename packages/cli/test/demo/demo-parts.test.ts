import { describe, expect, it } from 'vitest';
import type { Terminal } from '@margo-sdk/cli';
import { createDisplay } from '../../src/demo/display.js';
import { SCENES } from '../../src/demo/scenes.js';
import { difference, lineOf, stepWords } from '../../src/demo/timeline.js';

describe('comparing what was seen with what was expected', () => {
  it('finds nothing where both say the same', () => {
    expect(difference(['a', 'b'], ['a', 'b'])).toEqual([]);
  });
  it.each([
    [['a'], ['a', 'b']],
    [['a', 'b'], ['a']],
    [
      ['b', 'a'],
      ['a', 'b'],
    ],
    [[], ['a']],
  ])('finds %j instead of %j', (seen, expected) => {
    expect(difference(seen, expected).join()).toContain('!');
  });
});

describe('the play', () => {
  it('expects what the one place that derives the overall state derives', async () => {
    const { aggregateState, STATES } = await import('@margo-sdk/spec-model');
    for (const line of SCENES.flatMap(({ expected }) => expected)) {
      const [head = '', rest = ''] = line.split(': ');
      const overall = head.split(' ').at(-1);
      const states = rest.split(', ').map((part) => STATES.find((state) => part.endsWith(` ${state}`)) ?? 'failed');
      expect(aggregateState(states), line).toBe(overall);
    }
  });
  it('says a report in one line', () => {
    const report = { status: { state: 'installing' }, components: [{ name: 'a', state: 'installing' }] } as const;
    expect(lineOf({ ...report, components: [...report.components] }, '1.2.0')).toBe('1.2.0 installing: a installing');
  });
  it('says a step in words, with its attempt if it is not the first', () => {
    const step = { kind: 'upgrade', component: 'a', revision: '1.2.0', attempt: 1 } as const;
    expect(stepWords(step)).toBe('upgrade a 1.2.0');
    expect(stepWords({ ...step, attempt: 2 })).toBe('upgrade a 1.2.0, attempt 2');
    expect(stepWords({ kind: 'remove', component: 'a', attempt: 1 })).toBe('remove a');
  });
  it.each(SCENES.filter(({ newer, kill }) => newer ?? kill))(
    'waits for lines that come while the step runs: $title',
    ({ newer, kill, expected, steps }) => {
      for (const { at, running } of [newer, kill].flatMap((turn) => turn ?? [])) {
        expect(expected).toContain(at);
        expect(at).toContain(`${running.component} installing`);
        expect(steps).toContain(`upgrade ${running.component} ${running.revision}`);
      }
    },
  );
});

describe('the display', () => {
  const record = (interactive: boolean) => {
    let text = '';
    const terminal: Terminal = {
      interactive,
      colours: false,
      out: (line) => void (text += `${line}\n`),
      write: (raw) => void (text += raw),
      err: () => {},
      status: () => {},
    };
    return { display: createDisplay(terminal), text: () => text };
  };
  const standing = { overall: 'failed', components: [{ name: 'broker', state: 'failed' }] } as const;

  it('writes plain lines into a pipe, and nothing that is redrawn', () => {
    const { display, text } = record(false);
    display.line('one');
    display.stand(standing);
    display.line('two');
    display.close();
    expect(text()).toBe('one\ntwo\n');
  });

  it('keeps where everything stands below the lines where a person looks', () => {
    const { display, text } = record(true);
    display.stand(standing);
    display.line('one');
    expect(text()).toBe(
      '\n  deployment  ✗ failed\n  broker      ✗ failed\n' +
        '\u001b[3A\u001b[Jone\n' +
        '\n  deployment  ✗ failed\n  broker      ✗ failed\n',
    );
  });
});
