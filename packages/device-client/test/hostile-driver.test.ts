import { describe, expect, it } from 'vitest';
import { createMemoryStore, type DeviceStore } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE } from './support/documents.js';
import { summary } from './support/fake-fleet.js';
import { createHandRuntime } from './support/hand-runtime.js';
import { until } from './support/until.js';

describe('what runtimes do that they should not', () => {
  it('throw something that cannot be shown: the attempt has failed, and nothing hangs', async () => {
    const bench = createBench();
    const runtime = createHandRuntime();
    const { agent } = bench.boot({ runtimes: [runtime], policy: { maxAttempts: 1 } });
    await bench.fleet.publish([deploymentText()]);
    await agent.pollOnce();
    (await runtime.call('install broker')).fail(Object.create(null) as Error);
    await agent.idle();
    expect(bench.fleet.reports.map(summary).at(-1)).toBe('failed @1: broker failed, dashboard pending');
  });

  it('find something without a whole fingerprint: the device can still be started', async () => {
    const bench = createBench();
    const runtime = createHandRuntime();
    const odd = { ...runtime, inspect: async () => [{ name: 'broker', fingerprint: { placement: 'x' } }] as never };
    const first = bench.boot({ runtimes: [odd] });
    await bench.fleet.publish([deploymentText()]);
    await first.agent.pollOnce();
    await until(() => bench.events.some(({ type }) => type === 'deployment.stalled' || type === 'step.started'));
    await first.agent.stop();
    await expect(bench.boot({ runtimes: [runtime] }).store.read()).resolves.toBeDefined();
  });
});

it('a deployment that comes back while its withdrawal is taken up is not removed', async () => {
  const bench = createBench();
  const runtime = createHandRuntime();
  const inner = createMemoryStore();
  let armed = false;
  const store: DeviceStore = {
    ...inner,
    commit: async (change, documents) => {
      const state = await inner.read();
      const record = state.deployments[LINE];
      if (armed && record && record.accepted.digest === null && record.lifecycle.phase === 'installed') {
        armed = false;
        // Another poll is faster.
        await inner.commit((now) => ({
          ...now,
          deployments: {
            ...now.deployments,
            [LINE]: { ...record, accepted: { digest: record.lifecycle.adopted?.digest ?? null, manifestVersion: 9n } },
          },
        }));
      }
      return inner.commit(change, documents);
    },
  };
  const { agent } = bench.boot({ runtimes: [runtime], store });
  await bench.fleet.publish([deploymentText()]);
  await agent.pollOnce();
  (await runtime.call('install broker')).done();
  (await runtime.call('install dashboard')).done();
  await agent.idle();
  armed = true;
  await bench.fleet.publish([]);
  await agent.pollOnce();
  await agent.idle();
  expect(runtime.asked).toEqual(['install broker', 'install dashboard']);
});

it('a deployment that was forgotten is looked up again when it comes back', async () => {
  const bench = createBench();
  const runtime = createHandRuntime();
  let looks = 0;
  const counted = { ...runtime, inspect: (id: string) => ((looks += 1), runtime.inspect(id)) };
  const { agent } = bench.boot({ runtimes: [counted] });
  await bench.fleet.publish([deploymentText({ components: [{ name: 'broker' }] })]);
  await agent.pollOnce();
  (await runtime.call('install broker')).done();
  await agent.idle();
  await bench.fleet.publish([]);
  await agent.pollOnce();
  (await runtime.call('remove broker')).done();
  await agent.idle();
  await round(agent);
  expect(looks).toBe(1);
  await bench.fleet.publish([deploymentText({ components: [{ name: 'broker' }] })]);
  await agent.pollOnce();
  await runtime.call('install broker');
  expect(looks).toBe(2);
  await agent.stop();
});
