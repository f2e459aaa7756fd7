import { wirePath } from '@margo-sdk/protocol';
import { parseApplicationDeployment, parseStateManifest } from '@margo-sdk/spec-model';
import { capabilitiesOf, put, type DeviceRequest, type DeviceSituation } from '../faults/device/device-fault.js';
import { DEVICE_FAULTS, type DeviceFaultName } from '../faults/device/index.js';

/** Options of {@link createFakeDevice}. */
export interface FakeDeviceOptions {
  /** Sends a request with the identity of the device: `fetchAs` of a fleet manager in the process, or a mutual-TLS one. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Id of the device, the one that deployments are meant for. */
  readonly deviceId: string;
  /** Origin of the fleet manager. Default: one that a `fetch` in the process does not look at. */
  readonly baseUrl?: string;
  /** Where below the origin the interface is served. Default: at the root. */
  readonly basePath?: string;
}

/** What came back. */
export interface FakeDeviceAnswer {
  readonly status: number;
  /** `type` of the problem document; absent when the answer was none. */
  readonly problemType?: string;
  /** Whether the status is one that a correct fleet manager may answer. */
  readonly asExpected: boolean;
}

/** A device that misbehaves on demand; see {@link createFakeDevice}. */
export interface FakeDevice {
  /** Says what it can do, as it should. Gives the status of the answer. */
  introduce(this: void): Promise<number>;
  /** Sends the request that has the fault. */
  misbehave(this: void, name: DeviceFaultName): Promise<FakeDeviceAnswer>;
}

/** What it says of itself while nothing is published to it. */
const NOTHING_PUBLISHED: Omit<DeviceSituation, 'deviceId'> = {
  deploymentId: '22222222-3333-4444-8555-666666666666',
  components: ['component'],
  manifestVersion: 1n,
};

/**
 * Makes a device for tests of fleet managers that can have every fault of the catalogue that shows in a request. Publish
 * a deployment to it first: it reports on the first one that the manifest lists.
 *
 * @param options - who it is and how it sends
 *
 * @example
 * ```ts
 * import { createFakeDevice, createInProcessFleet } from '@margo-sdk/testkit';
 *
 * const fleet = createInProcessFleet(); // or your own fleet manager, behind a mutual-TLS fetch
 * const device = createFakeDevice({
 *   fetch: fleet.fetchAs('spiffe://factory.example/margo/wfm/line-1/client/press-7'),
 *   deviceId: 'press-7',
 * });
 * await device.introduce();
 * const { status, asExpected } = await device.misbehave('device/child-before-gateway');
 * console.log(status, asExpected); // 404 true
 * ```
 */
export const createFakeDevice = ({
  fetch,
  deviceId,
  baseUrl = 'https://fleet-manager.invalid',
  basePath = '',
}: FakeDeviceOptions): FakeDevice => {
  const send = ({ method, path, headers = {}, body }: DeviceRequest): Promise<Response> =>
    fetch(new Request(baseUrl + basePath + path, { method, headers, ...(body !== undefined && { body }) }));
  const get = async (path: string): Promise<Uint8Array> =>
    new Uint8Array(await (await send({ method: 'GET', path })).arrayBuffer());

  const situation = async (): Promise<DeviceSituation> => {
    const { deployments, manifestVersion } = parseStateManifest(await get(wirePath('stateManifest', {})));
    const [first] = deployments;
    if (first === undefined) return { ...NOTHING_PUBLISHED, deviceId };
    const { deploymentId, digest } = first;
    const { spec } = parseApplicationDeployment(await get(wirePath('deployment', { deploymentId, digest })));
    const components = spec.deploymentProfile.components.map(({ name }) => name);
    return { deviceId, deploymentId, components, manifestVersion };
  };

  return {
    introduce: async () => (await send(put(deviceId, capabilitiesOf(deviceId)))).status,
    misbehave: async (name) => {
      const { request, statuses, times = 1 } = DEVICE_FAULTS[name];
      const sent = request(await situation());
      for (let before = 1; before < times; before += 1) await (await send(sent)).arrayBuffer();
      const response = await send(sent);
      const type = problemTypeOf(response, await response.text());
      return {
        status: response.status,
        ...(type !== undefined && { problemType: type }),
        asExpected: statuses.includes(response.status),
      };
    },
  };
};

const problemTypeOf = ({ headers }: Response, text: string): string | undefined => {
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return undefined;
  try {
    const { type } = JSON.parse(text) as { type?: unknown };
    return typeof type === 'string' ? type : undefined;
  } catch {
    return undefined;
  }
};
