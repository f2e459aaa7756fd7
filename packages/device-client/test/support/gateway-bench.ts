import { parseDeviceId, type DeviceCapabilitiesManifest, type DeviceId } from '@margo-sdk/spec-model';
import {
  createDeviceAgent,
  createFileStore,
  type ChildDevice,
  type DeviceAgent,
  type DeviceAgentOptions,
  type DeviceEvent,
  type DeviceStore,
} from '../../src/index.js';
import { createChildRuntime, type ChildRuntime } from './child-runtime.js';
import { CAPABILITIES } from './documents.js';
import { createFakeFleet, type FakeFleet } from './fake-fleet.js';
import { createHandClock, type HandClock } from './hand-clock.js';
import { createMemoryFileSystem, type MemoryFileSystem } from './memory-file-system.js';

export const GATEWAY = 'gateway-1';

export const capabilitiesOf = (
  id: string,
  properties: Partial<DeviceCapabilitiesManifest['properties']> = {},
): DeviceCapabilitiesManifest => ({
  properties: { ...CAPABILITIES.properties, id: parseDeviceId(id), ...properties },
});

/** A gateway that can be started again and again, and what is behind it. */
export interface GatewayBench {
  readonly fleet: FakeFleet;
  readonly disk: MemoryFileSystem;
  readonly clock: HandClock;
  readonly events: DeviceEvent[];
  /** Runtimes of all devices there ever were, by the last part of their ids. */
  readonly runtimes: Readonly<Record<string, ChildRuntime>>;
  /** Which children are there now, by the last parts of their ids. */
  there: string[];
  boot(
    this: void,
    options?: Partial<DeviceAgentOptions>,
  ): {
    agent: DeviceAgent;
    store: DeviceStore;
  };
  /** Reports as `device state`, in the order in which they came; errors as `device failed code from source`. */
  told(this: void): string[];
  /** Those since the last call. */
  news(this: void): string[];
}

export const createGatewayBench = (names: readonly string[] = ['camera-1', 'camera-2']): GatewayBench => {
  const fleet = createFakeFleet();
  const clock = createHandClock();
  const disk = createMemoryFileSystem();
  const events: DeviceEvent[] = [];
  const own = createChildRuntime();
  const runtimes: Record<string, ChildRuntime> = { own };
  for (const name of names) runtimes[name] = createChildRuntime();
  let heard = 0;

  const children = (): ChildDevice[] =>
    bench.there.map((name) => ({
      capabilities: capabilitiesOf(`${GATEWAY}/${name}`),
      runtimes: [runtimes[name] as ChildRuntime],
    }));
  const told = (): string[] =>
    fleet.reports.map(({ deviceId, status: { state, error } }) =>
      [deviceId, state, ...(error ? [error.code, 'from', error.source] : [])].join(' '),
    );

  const bench: GatewayBench = {
    fleet,
    disk,
    clock,
    events,
    runtimes,
    there: [...names],
    boot: (options = {}) => {
      const store = createFileStore({ folder: '/gateway', fileSystem: disk });
      const agent = createDeviceAgent({
        client: fleet.client,
        store,
        runtimes: [own],
        capabilities: capabilitiesOf(GATEWAY),
        children,
        clock,
        random: () => 0,
        reports: 'journal',
        policy: { maxAttempts: 1 },
        onEvent: (event) => events.push(event),
        ...options,
      });
      return { agent, store };
    },
    told,
    news: () => {
      const all = told();
      const since = all.slice(heard);
      heard = all.length;
      return since;
    },
  };
  return bench;
};

export const firstOf = (_: unknown, candidates: readonly ChildDevice[]): DeviceId | undefined =>
  candidates[0]?.capabilities.properties.id;
