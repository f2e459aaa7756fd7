import { describe, expect, it } from 'vitest';
import { parseDryRunScript } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';

const failing = (times?: number) =>
  parseDryRunScript(
    JSON.stringify({
      rules: [{ kind: 'remove', component: 'broker', times, fail: { code: 'BUSY', message: 'In use.' } }],
    }),
  );
const pump = deploymentText({ id: PUMP, components: [{ name: 'pump' }] });

/** A device on which the removal of LINE has failed, under version 2. */
const stuck = async (times?: number) => {
  const bench = createBench();
  await bench.fleet.publish([deploymentText()], 1n);
  const first = bench.boot({ script: failing(times) });
  await round(first.agent);
  await bench.fleet.publish([], 2n);
  await round(first.agent);
  const state = () => bench.fleet.reports.filter(({ deploymentId }) => deploymentId === LINE).at(-1)?.status.state;
  const removals = () => bench.steps.filter((step) => step === 'remove broker').length;
  expect([state(), removals()]).toEqual(['failed', 1]);
  return { ...bench, ...first, state, removals };
};

describe('a removal that has failed (L-15)', () => {
  it('is not tried again by itself', async () => {
    const { agent, state, removals } = await stuck();
    for (let poll = 0; poll < 3; poll += 1) await round(agent);
    expect([state(), removals()]).toEqual(['failed', 1]);
  });

  it('is tried again with each manifest that is accepted, and once with each', async () => {
    const { fleet, agent, store, state, removals } = await stuck(2);
    await fleet.publish([pump], 3n);
    await round(agent);
    await round(agent);
    expect([state(), removals()]).toEqual(['failed', 2]);
    await fleet.publish([], 4n);
    await round(agent);
    expect([state(), removals()]).toEqual(['removed', 3]);
    const ofLine = fleet.reports.filter(({ deploymentId }) => deploymentId === LINE);
    // L-18: the manifest that dropped it first
    expect(ofLine.at(-1)?.adoptedManifestVersion).toBe(2n);
    expect((await store.read()).deployments).toEqual({});
  });

  it('is tried again at each start, and once at each', async () => {
    const { agent, boot, removals } = await stuck();
    await agent.stop();
    for (const count of [2, 3]) {
      const next = boot({ script: failing() });
      await round(next.agent);
      await round(next.agent);
      expect(removals()).toBe(count);
      await next.agent.stop();
    }
    const last = boot();
    await round(last.agent);
    expect((await last.store.read()).deployments).toEqual({});
  });

  it('is tried again when the manifest was accepted while it was under way', async () => {
    const { fleet, clock, steps, boot } = createBench();
    const script = parseDryRunScript(
      '{"rules":[{"kind":"remove","times":1,"delayMs":1000,"fail":{"code":"BUSY","message":"In use."}}]}',
    );
    await fleet.publish([deploymentText({ components: [{ name: 'broker' }] })], 1n);
    const { agent, store } = boot({ script });
    await round(agent);
    await fleet.publish([], 2n);
    await agent.pollOnce();
    await expect.poll(() => clock.pending()).toEqual([1000]);
    await fleet.publish([], 3n);
    await agent.pollOnce();
    clock.turn(1000);
    await agent.idle();
    expect(steps).toEqual(['install broker', 'remove broker', 'remove broker']);
    expect((await store.read()).deployments).toEqual({});
  });
});
