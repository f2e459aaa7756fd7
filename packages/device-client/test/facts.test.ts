import { describe, expect, it } from 'vitest';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';
import { summary } from './support/fake-fleet.js';
import { createHandRuntime } from './support/hand-runtime.js';

const fact = {
  deploymentId: LINE,
  component: 'broker',
  error: { code: 'CRASH_LOOP', message: 'It has crashed five times.' },
};

const installed = async (gaveUp: 'ignore' | 'fail') => {
  const bench = createBench();
  const runtime = createHandRuntime();
  const device = bench.boot({ runtimes: [runtime], policy: { gaveUp } });
  await bench.fleet.publish([deploymentText()]);
  await device.agent.pollOnce();
  (await runtime.call('install broker')).done();
  (await runtime.call('install dashboard')).done();
  await device.agent.idle();
  const last = () => {
    const report = bench.fleet.reports.at(-1);
    return report && summary(report);
  };
  return { ...bench, ...device, runtime, last };
};

describe('a component that has given up restarting (L-20)', () => {
  it('is told to the embedder and nobody else by default', async () => {
    const { fleet, events, runtime, agent, last } = await installed('ignore');
    const before = fleet.reports.length;
    runtime.gaveUp(fact);
    await agent.idle();
    expect(events.at(-1)).toEqual({ type: 'component.gaveUp', ...fact });
    expect(last()).toBe('installed @1: broker installed, dashboard installed');
    expect(fleet.reports).toHaveLength(before);
  });

  it('has failed if the policy says so, until somebody asks for another attempt', async () => {
    const { fleet, events, runtime, agent, last } = await installed('fail');
    runtime.gaveUp(fact);
    runtime.gaveUp(fact);
    await agent.idle();
    expect(last()).toBe('failed @1: broker failed, dashboard installed');
    expect(fleet.reports.at(-1)?.status.error).toMatchObject(fact.error);
    expect(events.filter(({ type }) => type === 'component.gaveUp')).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'deployment.stalled')).toEqual([]);
    await agent.retry(LINE);
    (await runtime.call('install broker')).done();
    await agent.idle();
    expect(last()).toBe('installed @1: broker installed, dashboard installed');
  });

  it('does not matter where nothing of the kind is installed', async () => {
    const { events, runtime, agent, last } = await installed('fail');
    runtime.gaveUp({ ...fact, component: 'archive' });
    runtime.gaveUp({ ...fact, deploymentId: PUMP });
    runtime.gaveUp({ ...fact, deploymentId: '__proto__' });
    await agent.idle();
    expect(last()).toBe('installed @1: broker installed, dashboard installed');
    expect(events.filter(({ type }) => type === 'deployment.stalled')).toEqual([]);
    await round(agent);
    expect(last()).toBe('installed @1: broker installed, dashboard installed');
  });

  it('is listened to from the first moment until the agent stops', async () => {
    const { runtime, agent } = await installed('ignore');
    expect(runtime.watched()).toBe(true);
    await agent.stop();
    expect(runtime.watched()).toBe(false);
  });

  it.each([
    [
      'at once',
      () => {
        throw new Error('No daemon.');
      },
    ],
    ['later', () => Promise.reject(new Error('No daemon.'))],
  ])('that a runtime cannot listen for is told %s, and changes nothing else', async (_, watch) => {
    const { fleet, events, boot } = createBench();
    const { agent } = boot({ runtimes: [{ ...createHandRuntime(), watch }] });
    await fleet.publish([]);
    await round(agent);
    expect(events).toContainEqual({ type: 'watch.failed', error: new Error('No daemon.') });
    expect(events.map(({ type }) => type)).toContain('manifest.accepted');
  });
});
