import { expect, test } from 'vitest';
import { createBench } from './support/bench.js';
import { deploymentText, PUMP } from './support/documents.js';
import { createHandRuntime } from './support/hand-runtime.js';
import { until } from './support/until.js';

test('the time of a step begins with its turn, and not while others have theirs (L-06)', async () => {
  const bench = createBench();
  const runtime = createHandRuntime();
  const { agent, store } = bench.boot({ runtimes: [runtime], maxConcurrentSteps: 1 });
  const line = deploymentText({ components: [{ name: 'broker', timeout: '20m0s' }] });
  await bench.fleet.publish([line]);
  await agent.pollOnce();
  const broker = await runtime.call('install broker');
  await bench.fleet.publish([line, deploymentText({ id: PUMP, components: [{ name: 'pump' }] })]);
  await agent.pollOnce();
  await until(async () => (await store.read()).deployments[PUMP]?.lifecycle.running.length === 1);
  bench.clock.turn(11 * 60_000);
  broker.done();
  const pump = await runtime.call('install pump');
  pump.done();
  await agent.idle();
  expect((await store.read()).deployments[PUMP]?.lifecycle.phase).toBe('installed');
});
