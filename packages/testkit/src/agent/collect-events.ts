import type { DeviceAgent, DeviceEvent } from '@margo-sdk/device-client';

/** What an agent has told; see {@link collectEvents}. */
export interface CollectedEvents {
  /** Every event so far, in the order in which they came. */
  readonly all: readonly DeviceEvent[];
  /** Those of one type. */
  of<T extends DeviceEvent['type']>(this: void, type: T): Extract<DeviceEvent, { readonly type: T }>[];
  /** Forgets what has come so far. */
  clear(this: void): void;
  /** Listens no longer. */
  stop(this: void): void;
}

/**
 * Collects what an agent tells, for tests that ask afterwards what it has told.
 *
 * @param agent - is listened to from now on
 *
 * @example
 * ```ts
 * import { createDeviceAgent, createMemoryStore } from '@margo-sdk/device-client';
 * import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
 * import { collectEvents, createFakeFleetManager, exampleCapabilities } from '@margo-sdk/testkit';
 *
 * const fleet = createFakeFleetManager();
 * const fetch = fleet.fetchAs('spiffe://factory.example/margo/wfm/line-1/client/press-7');
 * const client = createWorkloadManagementClient({ baseUrl: 'https://wfm.example.com', fetch });
 * const capabilities = exampleCapabilities('press-7');
 * const agent = createDeviceAgent({ client, store: createMemoryStore(), runtimes: [], capabilities });
 * const events = collectEvents(agent);
 * fleet.fault('manifest/truncated');
 * await agent.pollOnce();
 * console.log(events.of('manifest.refused').map(({ error }) => error.name)); // [ 'UpdateRefusedError' ]
 * ```
 */
export const collectEvents = (agent: Pick<DeviceAgent, 'subscribe'>): CollectedEvents => {
  const all: DeviceEvent[] = [];
  const stop = agent.subscribe((event) => all.push(event));
  return {
    all,
    of: <T extends DeviceEvent['type']>(type: T) =>
      all.filter((event): event is Extract<DeviceEvent, { readonly type: T }> => event.type === type),
    clear: () => void all.splice(0),
    stop,
  };
};
