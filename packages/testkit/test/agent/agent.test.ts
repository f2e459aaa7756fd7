import { createDeviceAgent, createMemoryStore, type DeviceAgent } from '@margo-sdk/device-client';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { describe, expect, it } from 'vitest';
import {
  collectEvents,
  createFakeFleetManager,
  createManualClock,
  exampleCapabilities,
  settled,
  type FakeFleetManager,
  type ManualClock,
} from '../../src/index.js';

const DAY_MS = 24 * 3_600_000;

const bench = (): { agent: DeviceAgent; fleet: FakeFleetManager; clock: ManualClock } => {
  const clock = createManualClock();
  const fleet = createFakeFleetManager({ clock });
  const fetch = fleet.fetchAs('spiffe://factory.example/margo/wfm/line-1/client/press-7');
  const client = createWorkloadManagementClient({
    baseUrl: 'https://wfm.example.com',
    fetch,
    now: clock.now,
    timeoutMs: DAY_MS,
  });
  return {
    agent: createDeviceAgent({
      client,
      store: createMemoryStore(),
      runtimes: [],
      clock,
      capabilities: exampleCapabilities('press-7'),
    }),
    fleet,
    clock,
  };
};

describe('settled', () => {
  it('gives what came of the poll', async () => {
    const { agent } = bench();
    expect(await settled(agent)).toMatchObject({ status: 'accepted' });
  });

  it('turns the clock for whoever waits by it', async () => {
    const { agent, fleet, clock } = bench();
    const from = clock.now();
    fleet.fault('connection/slow-drip', { on: ['stateManifest'] });
    let along = 0;
    const outcome = await settled(agent, { clock, turnAlong: (ms) => (along += ms) });
    expect(outcome).toMatchObject({ status: 'accepted' });
    const taken = clock.now() - from;
    expect(taken).toBeGreaterThan(30_000); // a second for each byte of a manifest
    expect(taken).toBeLessThan(DAY_MS);
    expect(along).toBeGreaterThanOrEqual(taken);
  });

  it('lets no time pass while nobody waits for it', async () => {
    const { agent, clock } = bench();
    const from = clock.now();
    await settled(agent, { clock });
    expect(clock.now()).toBe(from);
  });

  it('throws what the poll throws, once the clock stands still', async () => {
    const { clock } = bench();
    const broken = { pollOnce: () => Promise.reject(new Error('no store')), idle: () => Promise.resolve() };
    await expect(settled(broken, { clock })).rejects.toThrow('no store');
    const at = clock.now();
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.now()).toBe(at);
  });
});

describe('collected events', () => {
  it('come in their order, by their type, until nobody listens', async () => {
    const { agent, fleet, clock } = bench();
    const events = collectEvents(agent);
    const end = fleet.fault('manifest/truncated');
    await settled(agent, { clock });
    expect(events.all.at(-1)?.type).toBe('manifest.refused');
    expect(events.of('manifest.refused').map(({ error }) => error.name)).toEqual(['UpdateRefusedError']);
    expect(events.of('manifest.accepted')).toEqual([]);
    events.clear();
    expect(events.all).toEqual([]);
    end();
    await settled(agent, { clock });
    expect(events.of('manifest.accepted')).toHaveLength(1);
    const heard = events.all.length;
    events.stop();
    await settled(agent, { clock });
    expect(events.all).toHaveLength(heard);
  });
});
