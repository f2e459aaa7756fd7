import { TransportError } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { WorkloadError } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';
import { summary } from './support/fake-fleet.js';
import { createHandRuntime } from './support/hand-runtime.js';
import { until } from './support/until.js';

const busy = new WorkloadError('BUSY', 'Not now.', { retryable: true });
const broken = new WorkloadError('BROKEN', 'Never.');
const one = deploymentText({ components: [{ name: 'broker' }] });

const installing = async (options: Parameters<ReturnType<typeof createBench>['boot']>[0] = {}) => {
  const bench = createBench();
  const runtime = createHandRuntime();
  const device = bench.boot({ runtimes: [runtime], ...options });
  await bench.fleet.publish([one]);
  await device.agent.pollOnce();
  const last = () => bench.fleet.reports.at(-1)?.status;
  return { ...bench, ...device, runtime, last };
};

describe('an installation that fails and may still succeed (L-15)', () => {
  it('is tried again after a delay that chance picks from the upper half, and stays installing meanwhile', async () => {
    const { clock, runtime, agent, events, last } = await installing({ random: () => 0.5 });
    (await runtime.call('install broker')).fail(busy);
    await agent.idle();
    expect(last()).toEqual({ state: 'installing' });
    // Beside the time that all attempts have together.
    expect(clock.pending()).toEqual([750, 600_000]);
    clock.turn(750);
    (await runtime.call('install broker')).fail(busy);
    await agent.idle();
    expect(clock.pending()).toEqual([1500, 599_250]);
    clock.turn(1500);
    (await runtime.call('install broker')).done();
    await agent.idle();
    expect(last()).toEqual({ state: 'installed' });
    expect(clock.pending()).toEqual([]);
    expect(events.flatMap((event) => (event.type === 'step.retrying' ? [[event.attempt, event.delayMs]] : []))).toEqual(
      [
        [2, 750],
        [3, 1500],
      ],
    );
    const failed = events.find(({ type }) => type === 'step.failed');
    expect(failed).toMatchObject({ reason: { code: 'BUSY' }, retryable: true });
  });

  it('has failed for good after as many attempts as the policy allows, until somebody asks for another', async () => {
    const { clock, runtime, agent, last } = await installing({ policy: { maxAttempts: 2 } });
    (await runtime.call('install broker')).fail(busy);
    await agent.idle();
    clock.turn(1000);
    (await runtime.call('install broker')).fail(busy);
    await agent.idle();
    expect(last()).toMatchObject({ state: 'failed', error: { code: 'BUSY' } });
    expect(clock.pending()).toEqual([]);
    await round(agent);
    expect(runtime.asked).toHaveLength(2);

    await agent.retry(LINE);
    (await runtime.call('install broker')).done();
    await agent.idle();
    expect(last()).toEqual({ state: 'installed' });
  });

  it('goes on counting after a restart', async () => {
    const { clock, boot, runtime, agent, last } = await installing({ policy: { maxAttempts: 2 } });
    (await runtime.call('install broker')).fail(busy);
    await agent.idle();
    await agent.stop();
    expect(clock.pending()).toEqual([]);
    const next = boot({ runtimes: [runtime], policy: { maxAttempts: 2 } });
    await next.agent.pollOnce();
    (await runtime.call('install broker')).fail(busy);
    await next.agent.idle();
    expect(last()).toMatchObject({ state: 'failed' });
  });

  it('is not tried again once something else is wanted (L-12)', async () => {
    const { fleet, clock, runtime, agent, last } = await installing();
    (await runtime.call('install broker')).fail(busy);
    await agent.idle();
    await fleet.publish([deploymentText({ components: [{ name: 'broker', revision: '2.0.0' }] })]);
    await agent.pollOnce();
    (await runtime.call('install broker')).done();
    await agent.idle();
    expect(last()).toEqual({ state: 'installed' });
    expect(clock.pending()).toEqual([]);
    expect(runtime.asked).toHaveLength(2);
  });
});

describe('whether an error is worth another attempt (L-15)', () => {
  it.each([
    ['a WorkloadError', broken, false],
    ['a WorkloadError that says so', busy, true],
    ['another error of the SDK', new MargoError('ERR_POINTER_INVALID', 'No.'), false],
    ['an error of the connection', new TransportError('ERR_NETWORK', 'Nobody there.'), true],
    ['an error that nobody knows', new TypeError('undefined is not a function'), true],
  ])('%s', async (_, error, retryable) => {
    const { runtime, agent, events, last } = await installing();
    (await runtime.call('install broker')).fail(error);
    await agent.idle();
    expect(events.find(({ type }) => type === 'step.failed')).toMatchObject({ retryable, error });
    expect(last()?.state).toBe(retryable ? 'installing' : 'failed');
  });
});

describe('asking for another attempt', () => {
  it('is refused when nothing has failed, and for what the device does not have', async () => {
    const { runtime, agent } = await installing();
    (await runtime.call('install broker')).done();
    await agent.idle();
    await expect(agent.retry(LINE)).rejects.toMatchObject({ code: 'ERR_TRANSITION_REFUSED' });
    await expect(agent.retry(PUMP)).rejects.toMatchObject({ code: 'ERR_DEPLOYMENT_UNKNOWN' });
    await expect(agent.retry('__proto__')).rejects.toMatchObject({ code: 'ERR_DEPLOYMENT_UNKNOWN' });
    expect(runtime.asked).toEqual(['install broker']);
    await agent.stop();
    await expect(agent.retry(LINE)).rejects.toMatchObject({ code: 'ERR_AGENT_STOPPED' });
  });

  it('is refused when the device cannot look at what is there', async () => {
    const { boot, runtime, agent } = await installing();
    (await runtime.call('install broker')).fail(broken);
    await agent.idle();
    await agent.stop();
    const blind = { ...runtime, inspect: () => Promise.reject(new Error('No daemon.')) };
    const next = boot({ runtimes: [blind] });
    await expect(next.agent.retry(LINE)).rejects.toThrow('No daemon.');
  });
});

describe('preparing', () => {
  const both = (revision: string) =>
    deploymentText({ components: ['broker', 'dashboard'].map((name) => ({ name, revision })) });

  it('comes for all that changes before anything is touched, and is reported as pending', async () => {
    const { fleet, boot } = createBench();
    const runtime = createHandRuntime({ preparesAtOnce: false });
    const { agent } = boot({ runtimes: [runtime] });
    await fleet.publish([both('1.0.0')]);
    await agent.pollOnce();
    (await runtime.call('prepare broker')).done();
    (await runtime.call('prepare dashboard')).done();
    (await runtime.call('install broker')).done();
    (await runtime.call('install dashboard')).done();
    await agent.idle();
    expect(runtime.asked).toEqual(['prepare broker', 'prepare dashboard', 'install broker', 'install dashboard']);
    expect(fleet.reports.map(summary)[0]).toBe('pending @1: broker pending, dashboard pending');
  });

  it('that fails for good refuses the revision, and what runs stays untouched (L-08)', async () => {
    const { fleet, events, boot } = createBench();
    const runtime = createHandRuntime({ preparesAtOnce: false });
    const { agent } = boot({ runtimes: [runtime] });
    await fleet.publish([both('1.0.0')]);
    await agent.pollOnce();
    for (const step of ['prepare broker', 'prepare dashboard', 'install broker', 'install dashboard'])
      (await runtime.call(step)).done();
    await agent.idle();

    await fleet.publish([both('2.0.0')]);
    await agent.pollOnce();
    (await runtime.call('prepare broker')).done();
    (await runtime.call('prepare dashboard')).fail(broken);
    await agent.idle();
    const report = fleet.reports.at(-1);
    expect(report && summary(report)).toBe('failed @2: broker failed, dashboard pending');
    expect(report?.status.error).toMatchObject({ code: 'BROKEN', message: 'dashboard could not be prepared: Never.' });
    expect(events.filter(({ type }) => type === 'deployment.refused')).toHaveLength(1);
    expect(runtime.asked.at(-1)).toBe('prepare dashboard');
  });

  it('is tried again without limit while its error allows that (L-15)', async () => {
    const { fleet, clock, boot } = createBench();
    const runtime = createHandRuntime({ preparesAtOnce: false });
    const { agent } = boot({ runtimes: [runtime] });
    await fleet.publish([one]);
    await agent.pollOnce();
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      (await runtime.call('prepare broker')).fail(busy);
      await agent.idle();
      expect(clock.pending()).toEqual([500 * 2 ** (attempt - 1)]);
      clock.turn(500 * 2 ** (attempt - 1));
    }
    (await runtime.call('prepare broker')).done();
    (await runtime.call('install broker')).done();
    await agent.idle();
    expect(fleet.reports.map(({ status }) => status.state)).toEqual(['pending', 'installing', 'installed']);
  });

  it('is called off when something else is wanted (L-12)', async () => {
    const { fleet, events, boot } = createBench();
    const runtime = createHandRuntime({ preparesAtOnce: false });
    const { agent } = boot({ runtimes: [runtime] });
    await fleet.publish([one]);
    await agent.pollOnce();
    const call = await runtime.call('prepare broker');
    await fleet.publish([]);
    await agent.pollOnce();
    await until(() => call.signal.aborted);
    await agent.idle();
    expect(events.filter(({ type }) => type.startsWith('step.')).map(({ type }) => type)).toEqual([
      'step.started',
      'step.cancelled',
    ]);
    expect(fleet.reports.at(-1)?.status.state).toBe('removed');
  });
});
