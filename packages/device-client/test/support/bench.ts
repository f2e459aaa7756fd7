import type { WireProfile } from '@margo-sdk/protocol';
import {
  createDeviceAgent,
  createDryRunRuntime,
  createFileStore,
  type DeviceAgent,
  type DeviceAgentOptions,
  type DeviceEvent,
  type DeviceStore,
  type DryRunScript,
  type WorkloadRuntime,
} from '../../src/index.js';
import { CAPABILITIES } from './documents.js';
import { createFakeFleet, type FakeFleet } from './fake-fleet.js';
import { createHandClock, type HandClock } from './hand-clock.js';
import { createMemoryFileSystem, type MemoryFileSystem } from './memory-file-system.js';

/** A fleet manager, a disk, and a device that can be started on it again and again. */
export interface Bench {
  readonly fleet: FakeFleet;
  readonly disk: MemoryFileSystem;
  readonly clock: HandClock;
  /** Events of all agents so far. */
  readonly events: DeviceEvent[];
  /** Steps that the runtime was asked for, as `kind component`. */
  readonly steps: string[];
  boot(
    this: void,
    options?: Partial<DeviceAgentOptions> & { readonly script?: DryRunScript },
  ): {
    agent: DeviceAgent;
    store: DeviceStore;
  };
}

/** @param profile - what the fleet manager speaks */
export const createBench = (profile?: WireProfile): Bench => {
  const fleet = createFakeFleet(profile);
  const disk = createMemoryFileSystem();
  const clock = createHandClock();
  const events: DeviceEvent[] = [];
  const steps: string[] = [];

  return {
    fleet,
    disk,
    clock,
    events,
    steps,
    boot: ({ script, ...options } = {}) => {
      const store = createFileStore({ folder: '/device', fileSystem: disk });
      const dryRun = createDryRunRuntime({ folder: '/workloads', fileSystem: disk, clock, ...(script && { script }) });
      const runtime: WorkloadRuntime = {
        ...dryRun,
        apply: async (request, signal) => {
          const { deploymentId, kind, component, fingerprint } = request;
          const done = (await dryRun.inspect(deploymentId)).some(
            (workload) =>
              workload.name === component &&
              !workload.doubtful &&
              JSON.stringify(workload.fingerprint) === JSON.stringify(fingerprint),
          );
          steps.push(`${kind} ${component}${done ? ' AGAIN' : ''}`);
          await dryRun.apply(request, signal);
        },
        remove: async (request, signal) => {
          steps.push(`remove ${request.component}`);
          await dryRun.remove(request, signal);
        },
      };
      const agent = createDeviceAgent({
        client: fleet.client,
        store,
        runtimes: [runtime],
        capabilities: CAPABILITIES,
        clock,
        random: () => 0,
        reports: 'journal',
        onEvent: (event) => events.push(event),
        ...options,
      });
      return { agent, store };
    },
  };
};

/** One poll and everything that comes of it. */
export const round = async (agent: DeviceAgent): Promise<void> => {
  await agent.pollOnce();
  await agent.idle();
};
