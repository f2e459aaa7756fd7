import {
  ChildUnreachableError,
  createDeviceAgent,
  type ChildDevice,
  type DeviceAgent,
  type DeviceStore,
  type WorkloadRuntime,
} from '@margo-sdk/device-client';
import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { parseDeviceId } from '@margo-sdk/spec-model';
import type { Workload } from '@margo-sdk/state-machine';

/** A controller on the bus of the gateway, and what it can be told. Everything rejects while it does not answer. */
export interface Controller {
  readonly name: string;
  readonly memory: string;
  list(deploymentId: string): Promise<readonly Workload[]>;
  start(deploymentId: string, workload: Workload): Promise<void>;
  stop(deploymentId: string, name: string, placement: string): Promise<void>;
}

/** Runs components on one controller, and tells the gateway when it cannot get there. */
const runtimeOf = (controller: Controller): WorkloadRuntime => {
  const reach = <Result>(answer: Promise<Result>): Promise<Result> =>
    answer.catch(() => Promise.reject(new ChildUnreachableError(`${controller.name} does not answer on the bus.`)));
  return {
    supports: (profileType) => profileType === 'compose',
    apply: ({ deploymentId, component, fingerprint }) =>
      reach(controller.start(deploymentId, { name: component, fingerprint })),
    remove: ({ deploymentId, component, placement }) => reach(controller.stop(deploymentId, component, placement)),
    inspect: (deploymentId) => reach(controller.list(deploymentId)),
  };
};

const childOf = (gateway: string, controller: Controller): ChildDevice => {
  const hosting = {
    cpus: [{ cores: 2, architecture: 'arm64' as const }],
    memory: controller.memory,
    storage: '8Gi',
    peripherals: [],
    interfaces: [{ type: 'ethernet' as const }],
    otelCollector: true,
    supportedRuntimes: ['oci' as const],
    supportedDeploymentTypes: ['compose' as const],
  };
  const id = parseDeviceId(`${gateway}/${controller.name}`);
  const identity = { id, vendor: 'Example', modelNumber: 'C2', serialNumber: controller.name };
  return { capabilities: { properties: { ...identity, ...hosting } }, runtimes: [runtimeOf(controller)] };
};

/** A gateway that runs nothing itself. Call `plug` with the controllers that the bus has now, and whenever that changes. */
export const createGateway = (id: string, client: WorkloadManagementClient, store: DeviceStore) => {
  let children: readonly ChildDevice[] = [];
  const agent: DeviceAgent = createDeviceAgent({
    client,
    store,
    runtimes: [],
    // It hosts nothing, so it has nothing to say but who it is (CAP-09).
    capabilities: { properties: { id: parseDeviceId(id), vendor: 'Example', modelNumber: 'G1', serialNumber: '1' } },
    children: () => children,
    // All of them can take it. Yours may look at what they have to do already.
    place: (_deployment, candidates) => candidates[0]?.capabilities.properties.id,
  });
  const known = new Map<string, ChildDevice>();
  const plug = (controllers: readonly Controller[]): Promise<void> => {
    for (const one of controllers) if (!known.has(one.name)) known.set(one.name, childOf(id, one));
    children = controllers.flatMap(({ name }) => known.get(name) ?? []);
    return agent.capabilitiesChanged();
  };
  return { agent, plug };
};
