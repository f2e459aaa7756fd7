import { createDeviceAgent, createMemoryStore } from '@margo-sdk/device-client';
import type {
  DeviceAgent,
  DeviceAgentOptions,
  DeviceEvent,
  DeviceState,
  DeviceStore,
  WorkloadRuntime,
} from '@margo-sdk/device-client';
import { isSignedProfile, parseSpiffeId, type WireProfile } from '@margo-sdk/protocol';
import { createWorkloadManagementClient, type Fetch, type WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { signerFromKey } from '@margo-sdk/protocol/node';
import { createSigningFetch } from '@margo-sdk/protocol/signatures';
import {
  createDevelopmentIssuer,
  createFakeFleetManager,
  createFakeSignedFleetManager,
  createManualClock,
  exampleCapabilities,
  settled,
  type FakeFleetManager,
  type FakeSignedFleetManager,
  type ManualClock,
} from '@margo-sdk/testkit';

export type Retrieval = NonNullable<DeviceAgentOptions['retrieval']>;

export const DEVICE = 'press-7';
export const CLIENT = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');

const PUMP = '0b7a3f52-6f0e-4a55-9a3e-2f6e0f6a7c11';
const LINE = 'ad9b614e-8912-45f4-a523-372358765def';
const VISION = '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';

const deployment = (id: string, name: string, revision: string): string => `id: ${id}
metadata: { name: ${name}, namespace: default, deviceId: ${DEVICE} }
spec:
  applicationId: ${name}
  deploymentProfile:
    type: helm
    components:
      - name: ${name}
        properties: { repository: "oci://registry.example/charts/${name}", revision: ${revision} }
`;

const YEAR_MS = 365 * 24 * 3_600_000;

/** What runs before a fault. */
export const OLD = [deployment(PUMP, 'pump', '1.0.0'), deployment(LINE, 'line', '1.0.0')];
/** What is wanted from the fault on: one is updated, one goes, one comes. */
export const NEW = [deployment(PUMP, 'pump', '2.0.0'), deployment(VISION, 'vision', '1.0.0')];
export const RUNNING_OLD = ['line 1.0.0', 'pump 1.0.0'];
export const RUNNING_NEW = ['pump 2.0.0', 'vision 1.0.0'];
/** High enough for what is lower to be a version as well. */
export const FIRST_VERSION = 17n;

/** A device and a fleet manager that can be made to misbehave. */
export interface FaultBench {
  readonly fleet: Omit<FakeFleetManager, 'serve'>;
  readonly agent: DeviceAgent;
  readonly clock: ManualClock;
  readonly events: DeviceEvent[];
  /** Every step so far that the runtime was asked for. */
  readonly steps: string[];
  /** What really runs, as `component revision`. */
  running(): string[];
  /** What the device remembers, without the reports that wait; they come and go with the connection (L-19). */
  remembered(): Promise<Pick<DeviceState, 'manifest' | 'deployments'>>;
  readonly store: DeviceStore;
  /** One poll and all that comes of it, however long that takes by the clock. */
  round(): Promise<void>;
}

/** A runtime that needs nobody, and of which nothing is hidden. */
const createShelf = (steps: string[]) => {
  const shelf = new Map<string, { id: string; name: string; revision: string; fingerprint: never }>();
  const runtime: WorkloadRuntime = {
    supports: (type) => type === 'helm',
    apply: async ({ deploymentId, kind, component, deployment: { spec }, fingerprint }) => {
      steps.push(`${kind} ${component}`);
      const found = spec.deploymentProfile.components.find(({ name }) => name === component);
      const { revision = '' } = (found?.properties ?? {}) as { revision?: string };
      const workload = { id: deploymentId, name: component, revision, fingerprint: fingerprint as never };
      shelf.set(`${deploymentId} ${component}`, workload);
    },
    remove: async ({ deploymentId, component }) => {
      steps.push(`remove ${component}`);
      shelf.delete(`${deploymentId} ${component}`);
    },
    inspect: async (deploymentId) =>
      [...shelf.values()]
        .filter(({ id }) => id === deploymentId)
        .map(({ name, fingerprint }) => ({ name, fingerprint })),
  };
  return { runtime, running: () => [...shelf.values()].map(({ name, revision }) => `${name} ${revision}`).sort() };
};

/** Where a fleet manager is, and how to get there. */
export interface Line {
  readonly baseUrl: string;
  readonly fetch: Fetch;
}

/** Whose certificates the devices of the signed profiles have. */
export const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
/** Never expires during a test, however far its clock is turned. */
const FOREVER = { notBefore: new Date(0), notAfter: new Date('2999-01-01') };
export const credentials = await issuer.issueClient('line-1', DEVICE, FOREVER);

/** A client of the profile, and the fleet manager that it talks to. */
const createPair = async (
  profile: WireProfile,
  clock: ManualClock,
  { connect, connectSigned }: Pick<BenchOptions, 'connect' | 'connectSigned'>,
): Promise<{ fleet: FaultBench['fleet']; client: WorkloadManagementClient }> => {
  const common = { now: clock.now, maxBundleBytes: 4 * 1024 * 1024 };
  if (!isSignedProfile(profile)) {
    const fleet = createFakeFleetManager({ clock });
    const line = (await connect?.(fleet)) ?? { baseUrl: 'https://wfm.example.com', fetch: fleet.fetchAs(CLIENT) };
    return { fleet, client: createWorkloadManagementClient({ ...common, ...line }) };
  }
  // The clock is turned while real work goes on, so no signature may be late by it.
  const fleet = createFakeSignedFleetManager({ profile, clock, maxAgeMs: YEAR_MS });
  await fleet.registry.register(credentials.certificate, { clientId: DEVICE });
  const line = (await connectSigned?.(fleet)) ?? fleet;
  const signer = signerFromKey(credentials.privateKey);
  const fetch = createSigningFetch({ fetch: line.fetch, signer, profile, now: clock.now });
  const { baseUrl } = line;
  return { fleet, client: createWorkloadManagementClient({ ...common, profile, clientId: DEVICE, baseUrl, fetch }) };
};

interface BenchOptions {
  /** Default `rc3`. */
  readonly profile?: WireProfile;
  /** Where the clock stands first. */
  readonly startMs?: number;
  /** Makes the `fetch` of the device; default: in the same process. */
  readonly connect?: (fleet: FakeFleetManager) => Promise<Line>;
  /** The same without signatures, where the profile has some. */
  readonly connectSigned?: (fleet: FakeSignedFleetManager) => Promise<Line>;
  /** Turns other clocks along. */
  readonly turn?: (ms: number) => void;
}

export const createFaultBench = async (
  retrieval: Retrieval,
  { profile = 'rc3', turn, startMs, ...connections }: BenchOptions = {},
): Promise<FaultBench> => {
  const clock = createManualClock(startMs);
  const { fleet, client } = await createPair(profile, clock, connections);
  const events: DeviceEvent[] = [];
  const steps: string[] = [];
  const shelf = createShelf(steps);
  const store = createMemoryStore();
  const agent = createDeviceAgent({
    client,
    store,
    runtimes: [shelf.runtime],
    capabilities: exampleCapabilities(DEVICE),
    retrieval,
    clock,
    random: () => 0,
    // The clock is turned while real work goes on, so no step may be late by it.
    policy: { installTimeoutMs: YEAR_MS, prepareTimeoutMs: YEAR_MS, removeTimeoutMs: YEAR_MS },
    onEvent: (event) => events.push(event),
  });
  return {
    fleet,
    agent,
    clock,
    events,
    steps,
    store,
    running: shelf.running,
    remembered: async () => {
      const { manifest, deployments } = await store.read();
      return { manifest, deployments };
    },
    round: async () => void (await settled(agent, { clock, ...(turn && { turnAlong: turn }) })),
  };
};
