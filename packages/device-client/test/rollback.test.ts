import { describe, expect, it } from 'vitest';
import { WorkloadError } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE } from './support/documents.js';
import { summary } from './support/fake-fleet.js';
import { createHandRuntime } from './support/hand-runtime.js';

const broken = new WorkloadError('BROKEN', 'Never.');
const text = (revision: string) =>
  deploymentText({ components: ['broker', 'dashboard'].map((name) => ({ name, revision })) });
const policy = { rollback: 'last-installed' } as const;

/** A device that has revision 1.0.0 and has failed to install dashboard 2.0.0. */
const failed = async () => {
  const bench = createBench();
  const runtime = createHandRuntime();
  const device = bench.boot({ runtimes: [runtime], policy });
  await bench.fleet.publish([text('1.0.0')]);
  await device.agent.pollOnce();
  (await runtime.call('install broker')).done();
  (await runtime.call('install dashboard')).done();
  await device.agent.idle();
  const installed = (await device.store.read()).deployments[LINE]?.lifecycle.adopted?.digest;
  await bench.fleet.publish([text('2.0.0')]);
  await device.agent.pollOnce();
  (await runtime.call('upgrade broker')).done();
  (await runtime.call('upgrade dashboard')).fail(broken);
  return { ...bench, ...device, runtime, installed };
};
const fingerprints = async (runtime: ReturnType<typeof createHandRuntime>) =>
  (await runtime.inspect(LINE)).map(({ name, fingerprint: { artifact }, doubtful }) => ({ name, artifact, doubtful }));

describe('an update that failed (L-16)', () => {
  it('is rolled back if the policy says so, while the report speaks of the revision that failed', async () => {
    const { fleet, events, runtime, agent, store, installed } = await failed();
    (await runtime.call('upgrade broker')).done();
    (await runtime.call('install dashboard')).done();
    await agent.idle();

    const before = createHandRuntime();
    const other = createBench();
    const { agent: fresh } = other.boot({ runtimes: [before] });
    await other.fleet.publish([text('1.0.0')]);
    await fresh.pollOnce();
    (await before.call('install broker')).done();
    (await before.call('install dashboard')).done();
    await fresh.idle();
    expect(await fingerprints(runtime)).toEqual(await fingerprints(before));

    const report = fleet.reports.at(-1);
    expect(report && summary(report)).toBe('failed @2: broker pending, dashboard failed');
    expect(report?.status.error?.code).toBe('BROKEN');
    expect(events.filter(({ type }) => type.startsWith('deployment.roll'))).toEqual([
      { type: 'deployment.rollingBack', deploymentId: LINE, to: installed },
      { type: 'deployment.rolledBack', deploymentId: LINE, failure: null },
    ]);
    expect((await store.read()).deployments[LINE]?.lifecycle.lastInstalled?.digest).toBe(installed);
  });

  it('is rolled back once, and a failure of that is told to the embedder only', async () => {
    const { fleet, events, runtime, agent } = await failed();
    (await runtime.call('upgrade broker')).fail(new WorkloadError('GONE', 'The old chart is gone.'));
    await agent.idle();
    await round(agent);
    expect(fleet.reports.at(-1)?.status.error?.code).toBe('BROKEN');
    expect(events.find(({ type }) => type === 'deployment.rolledBack')).toMatchObject({ failure: { code: 'GONE' } });
    expect(runtime.asked).toHaveLength(5);
  });

  it('goes on being rolled back after a restart (L-17)', async () => {
    const { fleet, boot, runtime, agent, installed } = await failed();
    (await runtime.call('upgrade broker')).done();
    await runtime.call('install dashboard');
    await agent.stop();
    const next = boot({ runtimes: [runtime], policy });
    await next.agent.pollOnce();
    (await runtime.call('install dashboard')).done();
    await next.agent.idle();
    expect(runtime.asked.slice(4)).toEqual(['upgrade broker', 'install dashboard', 'install dashboard']);
    expect(fleet.reports.at(-1)?.status.state).toBe('failed');
    const record = (await next.store.read()).deployments[LINE];
    expect(record?.lifecycle.rollback).toEqual({ failure: null });
    expect(record?.lifecycle.lastInstalled?.digest).toBe(installed);
  });

  it('stays as it is unless the policy says so', async () => {
    const { fleet, boot } = createBench();
    const runtime = createHandRuntime();
    const { agent } = boot({ runtimes: [runtime] });
    await fleet.publish([text('1.0.0')]);
    await agent.pollOnce();
    (await runtime.call('install broker')).done();
    (await runtime.call('install dashboard')).done();
    await agent.idle();
    await fleet.publish([text('2.0.0')]);
    await agent.pollOnce();
    (await runtime.call('upgrade broker')).fail(broken);
    await agent.idle();
    expect(runtime.asked).toHaveLength(3);
  });
});
