import { describe, expect, it } from 'vitest';
import { parseDryRunScript } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';
import { until } from './support/until.js';

const failing = (times: number | undefined, retryable: boolean) =>
  parseDryRunScript(
    JSON.stringify({
      rules: [{ kind: 'remove', component: 'broker', times, fail: { code: 'BUSY', message: 'In use.', retryable } }],
    }),
  );
const pump = deploymentText({ id: PUMP, components: [{ name: 'pump' }] });

/** A device that was told under version 2 to remove LINE, and could not. */
const stuck = async (times?: number, { retryable = false }: { readonly retryable?: boolean } = {}) => {
  const bench = createBench();
  await bench.fleet.publish([deploymentText()], 1n);
  const first = bench.boot({ script: failing(times, retryable) });
  await round(first.agent);
  await bench.fleet.publish([], 2n);
  await round(first.agent);
  const state = () => bench.fleet.reports.filter(({ deploymentId }) => deploymentId === LINE).at(-1)?.status.state;
  const removals = () => bench.steps.filter((step) => step === 'remove broker').length;
  return { ...bench, ...first, state, removals };
};

describe('a removal that has failed for good (L-15)', () => {
  it('is not tried again by itself: not with a poll, not with another manifest, not after a start', async () => {
    const { fleet, agent, boot, state, removals } = await stuck();
    for (let poll = 0; poll < 3; poll += 1) await round(agent);
    await fleet.publish([pump], 3n);
    await round(agent);
    await agent.stop();
    await round(boot({ script: failing(undefined, false) }).agent);
    expect([state(), removals()]).toEqual(['failed', 1]);
  });

  it('is tried again when somebody asks for it, under the version that dropped the deployment first (L-18)', async () => {
    const { fleet, agent, store, state, removals } = await stuck(2);
    await fleet.publish([pump], 3n);
    await round(agent);
    await agent.retry(LINE);
    await agent.idle();
    expect([state(), removals()]).toEqual(['failed', 2]);
    await agent.retry(LINE);
    await agent.idle();
    expect([state(), removals()]).toEqual(['removed', 3]);
    const ofLine = fleet.reports.filter(({ deploymentId }) => deploymentId === LINE);
    expect(ofLine.at(-1)?.adoptedManifestVersion).toBe(2n);
    expect(Object.keys((await store.read()).deployments)).toEqual([PUMP]);
  });

  it('is tried again when somebody asks for it after a restart', async () => {
    const { agent, boot, state } = await stuck();
    await agent.stop();
    const next = boot();
    await next.agent.retry(LINE);
    await round(next.agent);
    expect(state()).toBe('removed');
    expect((await next.store.read()).deployments).toEqual({});
  });

  it('is over when the deployment is wanted again (L-14)', async () => {
    const { fleet, agent, state, removals } = await stuck(1);
    await fleet.publish([deploymentText()], 3n);
    await round(agent);
    expect([state(), removals()]).toEqual(['installed', 1]);
  });
});

describe('a removal that may still succeed (L-15)', () => {
  it('is tried again without limit, after longer and longer delays, while the others are removed', async () => {
    const { clock, agent, events, steps, state, removals } = await stuck(12, { retryable: true });
    expect(state()).toBe('removing');
    expect(steps.slice(2)).toEqual(['remove dashboard', 'remove broker']);
    // With the least that chance can give: half of the longest.
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      const delay = Math.min(1000 * 2 ** (attempt - 1), 300_000) / 2;
      expect(clock.pending(), `after attempt ${attempt}`).toEqual([delay]);
      clock.turn(delay - 1);
      await agent.idle();
      expect(removals()).toBe(attempt);
      clock.turn(1);
      await until(() => removals() === attempt + 1);
      await agent.idle();
    }
    expect(state()).toBe('removed');
    expect(clock.pending()).toEqual([]);
    const retries = events.flatMap((event) => (event.type === 'step.retrying' ? [event] : []));
    expect(retries).toHaveLength(12);
    expect(retries[1]).toMatchObject({
      deploymentId: LINE,
      step: { component: 'broker', kind: 'remove', attempt: 2 },
      attempt: 3,
      delayMs: 1000,
    });
  });
});
