import { describe, expect, it } from 'vitest';
import { parseDryRunScript, StoreError, WorkloadError } from '../src/index.js';
import { createSlots } from '../src/driver/slots.js';
import { createBench } from './support/bench.js';
import { deploymentText, LINE } from './support/documents.js';
import { summary } from './support/fake-fleet.js';
import { createHandRuntime } from './support/hand-runtime.js';
import { until } from './support/until.js';

const idOf = (number: number): string => `0b7a3f52-6f0e-4a55-9a3e-2f6e0f6a7c${number}0`;
const broken = new WorkloadError('BROKEN', 'Never.');

describe('components that do not wait (L-05)', () => {
  const noWait = deploymentText({
    components: [{ name: 'broker', wait: false }, { name: 'dashboard' }, { name: 'archive' }],
  });
  const boot = async (options = {}) => {
    const bench = createBench();
    const runtime = createHandRuntime();
    const device = bench.boot({ runtimes: [runtime], ...options });
    await bench.fleet.publish([noWait]);
    await device.agent.pollOnce();
    const told = () => bench.fleet.reports.map(summary);
    return { ...bench, ...device, runtime, told };
  };

  it('let the next one start once they are in place, and two steps run at once', async () => {
    const { events, runtime, agent, told } = await boot();
    const broker = await runtime.call('install broker');
    broker.applied();
    broker.applied();
    const dashboard = await runtime.call('install dashboard');
    expect(runtime.open()).toEqual(['install broker', 'install dashboard']);
    broker.done();
    await until(() => told().at(-1)?.includes('broker installed') ?? false);
    expect(runtime.open()).toEqual(['install dashboard']);
    dashboard.applied();
    dashboard.done();
    (await runtime.call('install archive')).done();
    await agent.idle();
    expect(told()).toEqual([
      'pending @1: broker pending, dashboard pending, archive pending',
      'installing @1: broker installing, dashboard pending, archive pending',
      'installing @1: broker installing, dashboard installing, archive pending',
      'installing @1: broker installed, dashboard installing, archive pending',
      'installing @1: broker installed, dashboard installed, archive installing',
      'installed @1: broker installed, dashboard installed, archive installed',
    ]);
    expect(events.filter(({ type }) => type === 'step.applied')).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'deployment.stalled')).toEqual([]);
  });

  it('that fail while the next one runs let it end, and no further one starts', async () => {
    const { runtime, agent, told } = await boot();
    const broker = await runtime.call('install broker');
    broker.applied();
    const dashboard = await runtime.call('install dashboard');
    broker.fail(broken);
    await until(() => told().at(-1)?.startsWith('failed') ?? false);
    dashboard.done();
    await agent.idle();
    expect(runtime.asked).toEqual(['install broker', 'install dashboard']);
    expect(told().at(-1)).toBe('failed @1: broker failed, dashboard installed, archive pending');
  });

  it('keep the others waiting when their runtime does not say that they are in place, or the policy is against it', async () => {
    const silent = await boot();
    await silent.runtime.call('install broker');
    const strict = await boot({ policy: { honourNoWait: false } });
    (await strict.runtime.call('install broker')).applied();
    await until(() => strict.events.some(({ type }) => type === 'step.applied'));
    await until(async () => {
      const record = (await strict.store.read()).deployments[LINE];
      return record?.lifecycle.running[0]?.stage === 'settling';
    });
    expect(silent.runtime.open()).toEqual(['install broker']);
    expect(strict.runtime.open()).toEqual(['install broker']);
  });

  it('give their turn to others, since what they wait for may be one of those', async () => {
    const { runtime, agent, told } = await boot({ maxConcurrentSteps: 1 });
    const broker = await runtime.call('install broker');
    broker.applied();
    (await runtime.call('install dashboard')).done();
    broker.done();
    (await runtime.call('install archive')).done();
    await agent.idle();
    expect(told().at(-1)).toBe('installed @1: broker installed, dashboard installed, archive installed');
  });

  it('become ready in a dry run when its script says so', async () => {
    const { fleet, clock, boot: start } = createBench();
    const { agent } = start({
      script: parseDryRunScript('{"rules":[{"component":"broker","readyAfterMs":5000}]}'),
    });
    await fleet.publish([noWait]);
    await agent.pollOnce();
    const last = () =>
      fleet.reports
        .at(-1)
        ?.components.map(({ state }) => state)
        .join();
    await until(() => last() === 'installing,installed,installed');
    clock.turn(5000);
    await agent.idle();
    expect(last()).toBe('installed,installed,installed');
  });

  it('that are cut off by a restart begin again together with what ran beside them (L-17)', async () => {
    const { boot: start, runtime, agent, told } = await boot();
    (await runtime.call('install broker')).applied();
    await runtime.call('install dashboard');
    await agent.stop();
    expect(runtime.open()).toEqual([]);
    const next = start({ runtimes: [runtime] });
    await next.agent.pollOnce();
    (await runtime.call('install broker')).applied();
    (await runtime.call('install dashboard')).done();
    (await runtime.call('install broker')).done();
    (await runtime.call('install archive')).done();
    await next.agent.idle();
    expect(told().at(-1)).toBe('installed @1: broker installed, dashboard installed, archive installed');
  });

  it('are looked at anew when nobody knows what was stored, after all that runs was called off (L-17)', async () => {
    const { boot: start, disk, fleet, events, runtime, agent, told } = await boot();
    const broker = await runtime.call('install broker');
    broker.applied();
    const dashboard = await runtime.call('install dashboard');
    await until(() => fleet.reports.length === 3);
    await agent.pollOnce();
    void start;
    disk.dieAt(1, 'before');
    dashboard.done();
    await until(() => broker.signal.aborted);
    await agent.idle();
    expect(events.some(({ type }) => type === 'deployment.stalled')).toBe(true);
    disk.revive({ powerCut: false });
    await agent.pollOnce();
    (await runtime.call('install broker')).done();
    (await runtime.call('install archive')).done();
    await agent.idle();
    expect(runtime.asked.filter((step) => step === 'install dashboard')).toHaveLength(1);
    expect(told().at(-1)).toBe('installed @1: broker installed, dashboard installed, archive installed');
  });

  it('are called off when a step beside them cannot be looked up, and all begins again (L-17)', async () => {
    const bench = createBench();
    const runtime = createHandRuntime();
    const real = bench.boot().store;
    let fails = false;
    const { agent } = bench.boot({
      runtimes: [runtime],
      store: {
        ...real,
        getDocument: (digest) =>
          fails ? Promise.reject(new StoreError('ERR_STORE_FAILED', 'Not now.')) : real.getDocument(digest),
      },
    });
    await bench.fleet.publish([noWait]);
    await agent.pollOnce();
    const broker = await runtime.call('install broker');
    fails = true;
    broker.applied();
    await until(() => broker.signal.aborted);
    await agent.idle();
    expect(bench.events.filter(({ type }) => type === 'deployment.stalled')).toHaveLength(1);
    expect(bench.events.some(({ type }) => type === 'step.failed' || type === 'step.cancelled')).toBe(false);
    fails = false;
    await agent.pollOnce();
    (await runtime.call('install broker')).done();
    (await runtime.call('install dashboard')).done();
    (await runtime.call('install archive')).done();
    await agent.idle();
    expect(bench.fleet.reports.at(-1)?.status.state).toBe('installed');
  });
});

describe('several deployments', () => {
  const ids = [1, 2, 3, 4, 5, 6].map(idOf);
  const boot = async (maxConcurrentSteps?: number) => {
    const bench = createBench();
    const runtime = createHandRuntime();
    const device = bench.boot({
      runtimes: [runtime],
      ...(maxConcurrentSteps === undefined ? {} : { maxConcurrentSteps }),
    });
    await bench.fleet.publish(ids.map((id, n) => deploymentText({ id, components: [{ name: `c${n + 1}` }] })));
    await device.agent.pollOnce();
    return { ...bench, ...device, runtime };
  };

  it.each([
    [undefined, 4],
    [1, 1],
    [2, 2],
  ])('have at most so many steps at once (maxConcurrentSteps %s), first come, first served', async (limit, most) => {
    const { events, fleet, runtime, agent } = await boot(limit);
    let seen = 0;
    for (let left = ids.length; left > 0; left -= 1) {
      const expected = Math.min(left, most);
      await until(() => runtime.open().length === expected);
      // Everybody else has come as far as it goes without a turn.
      await until(() => fleet.reports.filter(({ status }) => status.state === 'installing').length === ids.length);
      expect(runtime.open()).toHaveLength(expected);
      const [first = ''] = runtime.open();
      (await runtime.call(first)).done();
      seen += 1;
    }
    await agent.idle();
    expect(seen).toBe(6);
    expect(runtime.asked).toEqual(
      events.flatMap((event) =>
        event.type === 'step.started' && event.step.kind === 'install' ? [`install ${event.step.component}`] : [],
      ),
    );
    expect(fleet.reports.filter(({ status }) => status.state === 'installed')).toHaveLength(6);
  });

  it('have their waiting steps called off when they are removed (L-13)', async () => {
    const { fleet, events, runtime, agent } = await boot(1);
    const [running = ''] = await until(() => runtime.open().length === 1).then(() => runtime.open());
    await until(() => fleet.reports.filter(({ status }) => status.state === 'installing').length === ids.length);
    const call = await runtime.call(running);
    // Only the one that runs is still wanted.
    await fleet.publish([deploymentText({ id: call.deploymentId, components: [{ name: call.component }] })]);
    await agent.pollOnce();
    await until(() => events.filter(({ type }) => type === 'step.cancelled').length === 5);
    expect(runtime.asked).toEqual([running]);
    call.done();
    // What waited may have left something behind, for all that the lifecycle knows.
    for (let removal = 0; removal < 5; removal += 1) {
      await until(() => runtime.open().length === 1);
      (await runtime.call(runtime.open()[0] ?? '')).done();
    }
    await agent.idle();
    expect(fleet.reports.filter(({ status }) => status.state === 'removed')).toHaveLength(5);
  });

  it.each([0, -1, 1.5, Number.NaN])('need a turn at all (maxConcurrentSteps %s)', (maxConcurrentSteps) => {
    const code = 'ERR_OPTION_INVALID';
    expect(() => createBench().boot({ maxConcurrentSteps })).toThrow(expect.objectContaining({ code }));
  });
});

describe('a wish that cannot be remembered', () => {
  it('is made again, and what runs is not called off for it (L-12)', async () => {
    const { fleet, events, boot } = createBench();
    const { store } = boot();
    const runtime = createHandRuntime();
    let fails = false;
    const { agent } = boot({
      runtimes: [runtime],
      store: {
        ...store,
        // The manifest comes with documents; what follows from it does not.
        commit: (change, documents) =>
          fails && documents === undefined
            ? Promise.reject(new StoreError('ERR_STORE_FAILED', 'Not now.'))
            : store.commit(change, documents),
      },
    });
    const text = (revision: string) => deploymentText({ components: [{ name: 'broker', revision }] });
    await fleet.publish([text('1.0.0')]);
    await agent.pollOnce();
    const call = await runtime.call('install broker');
    await until(async () => fleet.reports.length === 2 && (await store.read()).outbox.length === 0);
    fails = true;
    await fleet.publish([text('2.0.0')]);
    await agent.pollOnce();
    await until(() => events.some(({ type }) => type === 'deployment.stalled'));
    expect(call.signal.aborted).toBe(false);
    fails = false;
    await agent.pollOnce();
    call.done();
    (await runtime.call('upgrade broker')).done();
    await agent.idle();
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
    expect(runtime.asked).toEqual(['install broker', 'upgrade broker']);
  });
});

describe('two steps for one component', () => {
  it('never overlap, even if it was found in two places and both have to go (L-15)', async () => {
    const { fleet, clock, boot } = createBench();
    const found = new Set(['here', 'there']);
    const log: string[] = [];
    const { agent } = boot({
      runtimes: [
        {
          supports: () => true,
          apply: () => Promise.resolve(),
          inspect: () =>
            Promise.resolve(
              [...found].map((placement) => ({
                name: 'broker',
                fingerprint: { placement, artifact: 'a', configuration: 'c' },
              })),
            ),
          remove: async ({ placement }) => {
            log.push(`begin ${placement}`);
            if (log.length === 1) throw new WorkloadError('BUSY', 'Not now.', { retryable: true });
            await clock.sleep(5000);
            found.delete(placement);
            log.push(`end ${placement}`);
          },
        },
      ],
    });
    // It is gone before the device has taken it up, but something of it is there.
    await fleet.publish([deploymentText({ components: [{ name: 'broker' }], device: 'device-2' })]);
    await agent.pollOnce();
    await agent.idle();
    await fleet.publish([]);
    await agent.pollOnce();
    await until(() => log.length === 1);
    await agent.idle();
    clock.turn(500);
    for (const count of [2, 4]) {
      await until(() => clock.pending().includes(5000));
      expect(log).toHaveLength(count);
      clock.turn(5000);
    }
    await agent.idle();
    const [first = '', second = ''] = log[0] === 'begin here' ? ['here', 'there'] : ['there', 'here'];
    expect(log).toEqual([`begin ${first}`, `begin ${first}`, `end ${first}`, `begin ${second}`, `end ${second}`]);
    expect(fleet.reports.at(-1)?.status.state).toBe('removed');
  });
});

describe('slots', () => {
  it('serve whoever came first, pass over who has left, and are given back once', async () => {
    const slots = createSlots(1);
    const { signal } = new AbortController();
    const leaving = new AbortController();
    const release = await slots.take(signal);
    const order: string[] = [];
    const waiting = ['a', 'b', 'c'].map(async (name) => {
      const free = await slots.take(name === 'b' ? leaving.signal : signal);
      order.push(name);
      free();
    });
    leaving.abort();
    await expect(waiting[1]).rejects.toMatchObject({ name: 'AbortError' });
    release();
    release();
    await Promise.all([waiting[0], waiting[2]]);
    expect(order).toEqual(['a', 'c']);
    const giveUp = new AbortController();
    await slots.take(signal);
    const second = slots.take(giveUp.signal);
    giveUp.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
  });
});
