import type { DeviceCapabilitiesManifest, DeviceId } from '@margo-sdk/spec-model';
import { ChildUnreachableError } from '../runtimes/child-unreachable-error.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';
import { checkedChildren, idOf, type ChildDevice, type PlaceDeployment } from './child-device.js';

/** What a device is and offers, or what finds that out: it is asked at the start, and when something has changed. */
export type CapabilitiesSource =
  DeviceCapabilitiesManifest | (() => DeviceCapabilitiesManifest | Promise<DeviceCapabilitiesManifest>);

/** What {@link createSite} needs. */
export interface SiteOptions {
  readonly capabilities: CapabilitiesSource;
  readonly runtimes: readonly WorkloadRuntime[];
  /** Makes the device a gateway. Asked whenever it matters, so it has to answer at once. */
  readonly children?: (() => readonly ChildDevice[]) | undefined;
  readonly place?: PlaceDeployment | undefined;
}

/** This very device as a place for deployments. */
export interface OwnHost {
  readonly capabilities: DeviceCapabilitiesManifest;
  readonly runtimes: readonly WorkloadRuntime[];
}

/** Where a deployment runs. */
export interface Host {
  /** Undefined of a child that is not there any more. */
  readonly capabilities: DeviceCapabilitiesManifest | undefined;
  readonly runtimes: readonly WorkloadRuntime[];
}

/** This very device, and the devices behind it if it is a gateway. */
export interface Site {
  readonly isGateway: boolean;
  readonly place: PlaceDeployment | undefined;
  /** Those of this very device. */
  readonly runtimes: readonly WorkloadRuntime[];
  /** Those of this very device, to be reported. Rejects with what their source throws. */
  capabilities(): Promise<DeviceCapabilitiesManifest>;
  /** The same, and those of the children behind it. */
  allCapabilities(): Promise<readonly [DeviceCapabilitiesManifest, ...DeviceCapabilitiesManifest[]]>;
  /** Of this very device. */
  id(): Promise<DeviceId>;
  /**
   * Those that are there now, nearer ones first; none unless this is a gateway.
   *
   * @throws MargoError `ERR_CHILD_INVALID`, or what the embedder throws
   */
  children(): Promise<readonly ChildDevice[]>;
  /** Deployments are judged by what is reported, or what was last (M-60). */
  ownHost(): Promise<OwnHost>;
  /** This very device, or the child of that id. */
  host(deviceId: string | undefined): Promise<Host>;
  /** Has the source of the capabilities asked again. */
  forget(): void;
}

/** Brings together what an agent was told about its device and the devices behind it. */
export const createSite = ({ capabilities: source, runtimes, children, place }: SiteOptions): Site => {
  let known: Promise<DeviceCapabilitiesManifest> | undefined;
  /** What was good last: what cannot be found out now must not spoil what is under way. */
  let last: DeviceCapabilitiesManifest | undefined;
  let lastChildren: readonly ChildDevice[] = [];
  const find = async (): Promise<DeviceCapabilitiesManifest> =>
    (last = typeof source === 'function' ? await source() : source);

  const capabilities = async (): Promise<DeviceCapabilitiesManifest> => {
    const asked = (known ??= find());
    try {
      return await asked;
    } catch (error) {
      if (known === asked) known = undefined;
      throw error;
    }
  };
  const ownHost = async (): Promise<OwnHost> => ({ capabilities: last ?? (await capabilities()), runtimes });
  const id = async (): Promise<DeviceId> => (await ownHost()).capabilities.properties.id;
  const present = async (): Promise<readonly ChildDevice[]> =>
    (lastChildren = children === undefined ? [] : checkedChildren(await id(), children()));

  return {
    isGateway: children !== undefined,
    place,
    runtimes,
    capabilities,
    allCapabilities: async () => [await capabilities(), ...(await present()).map((child) => child.capabilities)],
    id,
    children: present,
    ownHost,
    host: async (deviceId) => {
      if (deviceId === undefined) return ownHost();
      const there = await present().catch(() => lastChildren);
      const child = there.find((one) => idOf(one) === deviceId);
      return child ?? { capabilities: undefined, runtimes: [vanished(deviceId)] };
    },
    forget: () => {
      known = undefined;
    },
  };
};

/** What was known of a child stays known, and nothing can be done there until it is back. */
const vanished = (deviceId: string): WorkloadRuntime => {
  const fail = (): Promise<never> =>
    Promise.reject(new ChildUnreachableError(`${deviceId} is not among the devices of its gateway.`));
  return { supports: () => true, apply: fail, remove: fail, inspect: fail };
};
