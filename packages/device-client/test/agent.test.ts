import { describe, expect, it } from 'vitest';
import { createDeviceAgent, createMemoryStore, StoreError, type DeviceStore } from '../src/index.js';
import { createBench } from './support/bench.js';
import { CUSTOM_CAPABILITIES, CUSTOM_CONSTRAINTS, deploymentText } from './support/documents.js';
import { createFakeFleet } from './support/fake-fleet.js';

const polls = (fleet: { readonly requests: string[] }): number =>
  fleet.requests.filter((request) => request === 'GET /api/v1/deployments').length;

describe('the poll loop', () => {
  it('polls at the start and then after each interval with its jitter (DS-01, API-21, M-56)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot({ pollIntervalMs: 10_000, jitter: 0.5, random: () => 0.5 });
    await agent.start();
    expect(polls(fleet)).toBe(1);
    for (const count of [2, 3]) {
      await expect.poll(() => clock.pending()).toEqual([12_500]);
      clock.turn(12_499);
      expect(clock.pending()).toEqual([1]);
      clock.turn(1);
      await expect.poll(() => polls(fleet)).toBe(count);
    }
    await agent.stop();
    expect(clock.pending()).toEqual([]);
  });

  it('has the interval of 60 s unless told', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot();
    await agent.start();
    expect(clock.pending()).toEqual([60_000]);
    await agent.stop();
  });

  it('is not ended by failures, and waits as long as the fleet manager asks (API-14)', async () => {
    const { fleet, clock, events, boot } = createBench();
    await fleet.publish([]);
    fleet.intercept = ({ method }) =>
      method === 'GET' ? new Response(null, { status: 503, headers: { 'Retry-After': '120' } }) : undefined;
    const { agent } = boot();
    await agent.start();
    expect(events.at(-1)?.type).toBe('poll.failed');
    expect(clock.pending()).toEqual([120_000]);
    fleet.intercept = () => {
      throw new TypeError('fetch failed');
    };
    clock.turn(120_000);
    await expect.poll(() => clock.pending()).toEqual([60_000]);
    fleet.intercept = () => undefined;
    clock.turn(60_000);
    await expect.poll(() => events.at(-1)?.type).toBe('manifest.accepted');
    await agent.stop();
  });

  it.each([
    [undefined, 3_600_000],
    [90_000, 90_000],
  ])('is silenced for no longer than it allows (maxRetryAfterMs %s) (API-14, M-45)', async (maxRetryAfterMs, pause) => {
    const { fleet, clock, boot } = createBench();
    fleet.intercept = ({ method }) =>
      method === 'GET' ? new Response(null, { status: 503, headers: { 'Retry-After': '2592000' } }) : undefined;
    const { agent } = boot(maxRetryAfterMs === undefined ? {} : { maxRetryAfterMs });
    await agent.start();
    expect(clock.pending()).toEqual([pause]);
    await agent.stop();
  });

  it('does not poll twice at a time', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot();
    const [one, two] = await Promise.all([agent.pollOnce(), agent.pollOnce()]);
    expect(one).toBe(two);
    expect(polls(fleet)).toBe(1);
  });

  it('starts once, however often it is asked to', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([]);
    const { agent } = boot();
    await Promise.all([agent.start(), agent.start()]);
    expect(polls(fleet)).toBe(1);
    expect(clock.pending()).toHaveLength(1);
    await agent.stop();
  });

  it('stops in the middle of a request and of a step when its signal says so', async () => {
    const { fleet, clock, events, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const stopping = new AbortController();
    const { agent, store } = boot({ signal: stopping.signal, script: () => ({ delayMs: 1000 }) });
    await agent.start();
    await expect.poll(() => clock.pending()).toEqual([1000, 60_000, 30 * 60_000]);
    fleet.intercept = () => new Promise<undefined>(() => {});
    const poll = agent.pollOnce();
    const before = events.length;
    stopping.abort();
    expect((await poll).status).toBe('failed');
    await agent.idle();
    expect(clock.pending()).toEqual([]);
    expect(events.slice(before)).toEqual([]);
    const [record] = Object.values((await store.read()).deployments);
    expect(record?.lifecycle.running[0]?.step.component).toBe('broker');
  });

  it('does not start without knowing what it accepted last (DS-20)', async () => {
    const { fleet, disk, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const first = boot();
    await first.agent.pollOnce();
    await first.agent.stop();
    disk.files.set('/device/state', new TextEncoder().encode('nonsense'));
    await expect(boot().agent.start()).rejects.toMatchObject({ code: 'ERR_STATE_FOREIGN' });
    expect((await boot().agent.pollOnce()).status).toBe('failed');
  });
});

describe('a device that cannot read its store at first', () => {
  it('can be started again when it can', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([]);
    const store = createMemoryStore();
    let isThere = false;
    const late: DeviceStore = {
      ...store,
      read: () =>
        isThere
          ? store.read()
          : Promise.reject(new StoreError('ERR_STORE_FAILED', 'The disk is not there.', { hint: 'Wait for it.' })),
    };
    const { agent } = boot({ store: late });
    await expect(agent.start()).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' });
    expect(polls(fleet)).toBe(0);
    isThere = true;
    await Promise.all([agent.start(), agent.start()]);
    expect(polls(fleet)).toBe(1);
    await agent.stop();
    expect(clock.pending()).toEqual([]);
  });
});

describe('a device with parts of a vendor', () => {
  it('works with any store and runtime that keep their promises', async () => {
    const fleet = createFakeFleet();
    await fleet.publish([deploymentText({ type: 'custom', constraints: CUSTOM_CONSTRAINTS })]);
    const applied: string[] = [];
    const agent = createDeviceAgent({
      client: fleet.client,
      store: createMemoryStore(),
      runtimes: [
        {
          supports: (type) => type === 'custom',
          apply: async ({ component }) => void applied.push(component),
          remove: async () => {},
          inspect: async () => [],
        },
      ],
      capabilities: CUSTOM_CAPABILITIES,
    });
    await agent.pollOnce();
    await agent.idle();
    expect(applied).toEqual(['broker', 'dashboard']);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
    await agent.stop();
  });

  it('is not disturbed by a listener that throws, and does not hide it', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([]);
    const uncaught: unknown[] = [];
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => uncaught.push(error));
    try {
      const { agent } = boot({
        onEvent: () => {
          throw new Error('listener');
        },
      });
      expect((await agent.pollOnce()).status).toBe('accepted');
      await expect.poll(() => uncaught.length).toBeGreaterThan(0);
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const listener of others) process.on('uncaughtException', listener);
    }
    expect(uncaught[0]).toMatchObject({ message: 'listener' });
  });
});
