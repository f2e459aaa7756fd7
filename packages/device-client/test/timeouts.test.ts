import { describe, expect, it } from 'vitest';
import { WorkloadError } from '../src/index.js';
import { createBench } from './support/bench.js';
import { deploymentText } from './support/documents.js';
import { summary } from './support/fake-fleet.js';
import { createHandRuntime } from './support/hand-runtime.js';
import { until } from './support/until.js';

const busy = new WorkloadError('BUSY', 'Not now.', { retryable: true });

const boot = async (
  components: readonly { readonly name: string; readonly timeout?: string }[],
  { deaf = [], ...options }: { readonly deaf?: readonly string[]; readonly policy?: { maxAttempts: number } } = {},
) => {
  const bench = createBench();
  const runtime = createHandRuntime({ deaf });
  const device = bench.boot({ runtimes: [runtime], ...options });
  await bench.fleet.publish([deploymentText({ components })]);
  await device.agent.pollOnce();
  const last = () => {
    const report = bench.fleet.reports.at(-1);
    return report && summary(report);
  };
  return { ...bench, ...device, runtime, last };
};

describe('the time for an installation (L-06)', () => {
  it('is that of each component; when it is up the step is called off and the component has failed', async () => {
    const { fleet, clock, events, runtime, agent, last } = await boot([
      { name: 'broker', timeout: '0m30s' },
      { name: 'dashboard', timeout: '1m5s' },
      { name: 'archive' },
    ]);
    await runtime.call('install broker');
    expect(clock.pending()).toEqual([30_000]);
    clock.turn(29_999);
    (await runtime.call('install broker')).done();
    const call = await runtime.call('install dashboard');
    expect(clock.pending()).toEqual([65_000]);
    clock.turn(65_000);
    await until(() => call.signal.aborted);
    await agent.idle();
    expect(last()).toBe('failed @1: broker installed, dashboard failed, archive pending');
    expect(fleet.reports.at(-1)?.status.error?.code).toBe('TIMED_OUT');
    expect(events.at(-1)?.type).toBe('report.sent');
    expect(events.some(({ type }) => type === 'step.cancelled')).toBe(true);
    expect(clock.pending()).toEqual([]);
  });

  it('is ten minutes where none is given', async () => {
    const { clock, runtime } = await boot([{ name: 'broker' }]);
    await runtime.call('install broker');
    expect(clock.pending()).toEqual([600_000]);
  });

  it('of zero is no time at all (AD-23)', async () => {
    const { clock, runtime, last } = await boot([{ name: 'broker', timeout: '0m0s' }]);
    await runtime.call('install broker');
    clock.turn(1);
    await until(() => last() === 'failed @1: broker failed');
  });

  it('is for all attempts together, and is up between two of them as well (L-15)', async () => {
    const { clock, runtime, agent, last } = await boot([{ name: 'broker', timeout: '0m1s' }], {
      policy: { maxAttempts: 9 },
    });
    (await runtime.call('install broker')).fail(busy);
    await agent.idle();
    clock.turn(500);
    (await runtime.call('install broker')).fail(busy);
    await agent.idle();
    // Another attempt would come in a second.
    expect(clock.pending()).toEqual([500, 1000]);
    clock.turn(500);
    await until(() => last() === 'failed @1: broker failed');
    await agent.idle();
    expect(clock.pending()).toEqual([]);
    expect(runtime.asked).toHaveLength(2);
  });

  it('is up although the runtime does not listen: that is reported at once, and what comes later changes nothing', async () => {
    const { fleet, clock, runtime, agent, store, last } = await boot(
      [{ name: 'broker', timeout: '0m1s' }, { name: 'dashboard' }],
      { deaf: ['install broker'] },
    );
    const call = await runtime.call('install broker');
    clock.turn(1000);
    await until(() => last() === 'failed @1: broker failed, dashboard pending');
    expect(runtime.open()).toEqual(['install broker']);
    call.done();
    await agent.idle();
    expect(last()).toBe('failed @1: broker failed, dashboard pending');
    expect(fleet.reports).toHaveLength(3);
    const [record] = Object.values((await store.read()).deployments);
    expect(record?.lifecycle.phase).toBe('failed');
  });

  it('starts anew after a restart: time in which nothing ran does not count (L-17)', async () => {
    const { clock, boot: again, runtime, agent } = await boot([{ name: 'broker', timeout: '0m30s' }]);
    await runtime.call('install broker');
    clock.turn(20_000);
    await agent.stop();
    expect(clock.pending()).toEqual([]);
    await again({ runtimes: [runtime] }).agent.pollOnce();
    await runtime.call('install broker');
    expect(clock.pending()).toEqual([30_000]);
  });
});

describe('the time for a removal (L-15)', () => {
  it('is that of one attempt, after which there is another', async () => {
    const { fleet, clock, runtime, agent, last } = await boot([{ name: 'broker' }]);
    (await runtime.call('install broker')).done();
    await agent.idle();
    await fleet.publish([]);
    await agent.pollOnce();
    const call = await runtime.call('remove broker');
    expect(clock.pending()).toEqual([600_000]);
    clock.turn(600_000);
    await until(() => call.signal.aborted);
    await agent.idle();
    expect(last()).toBe('removing @2: broker removing');
    expect(clock.pending()).toEqual([500]);
    clock.turn(500);
    (await runtime.call('remove broker')).done();
    await agent.idle();
    expect(last()).toBe('removed @2: broker removed');
  });
});

describe('a timer that goes off when its step has just ended', () => {
  it('is dropped', async () => {
    const { fleet, clock, events, boot: start } = createBench();
    const { store } = start();
    const runtime = createHandRuntime();
    let held: (() => void) | undefined;
    let holds = false;
    const { agent } = start({
      runtimes: [runtime],
      store: {
        ...store,
        commit: async (change, documents) => {
          if (holds) await new Promise<void>((resolve) => (held = resolve));
          return store.commit(change, documents);
        },
      },
    });
    await fleet.publish([deploymentText({ components: [{ name: 'broker', timeout: '0m30s' }] })]);
    await agent.pollOnce();
    const call = await runtime.call('install broker');
    await until(() => fleet.reports.length === 2);
    await until(async () => (await store.read()).outbox.length === 0);
    holds = true;
    call.done();
    await until(() => held !== undefined);
    clock.turn(30_000);
    holds = false;
    held?.();
    await agent.idle();
    expect(fleet.reports.at(-1)?.status).toEqual({ state: 'installed' });
    expect(events.filter(({ type }) => type === 'deployment.stalled')).toEqual([]);
  });
});

describe('a removal while an installation runs (L-13)', () => {
  it('calls the step off, and then removes what it left', async () => {
    const { fleet, events, runtime, agent, last } = await boot([{ name: 'broker' }, { name: 'dashboard' }]);
    (await runtime.call('install broker')).done();
    const call = await runtime.call('install dashboard');
    await fleet.publish([]);
    await agent.pollOnce();
    await until(() => call.signal.aborted);
    (await runtime.call('remove dashboard')).done();
    (await runtime.call('remove broker')).done();
    await agent.idle();
    expect(last()).toBe('removed @2: broker removed, dashboard removed');
    expect(events.flatMap((event) => (event.type === 'step.cancelled' ? [event.step.component] : []))).toEqual([
      'dashboard',
    ]);
    expect(events.some(({ type }) => type === 'step.failed')).toBe(false);
  });

  it('waits for a runtime that cannot be called off', async () => {
    const { fleet, runtime, agent, last } = await boot([{ name: 'broker' }], { deaf: ['install broker'] });
    const call = await runtime.call('install broker');
    await fleet.publish([]);
    await agent.pollOnce();
    await until(() => call.signal.aborted);
    expect(runtime.open()).toEqual(['install broker']);
    call.done();
    (await runtime.call('remove broker')).done();
    await agent.idle();
    expect(last()).toBe('removed @2: broker removed');
  });
});
