import { joinBasePath, profileFacts, type WireProfile } from '@margo-sdk/protocol';
import { convertDocument, parseStateManifest, type ApplicationDeployment } from '@margo-sdk/spec-model';
import { capabilitiesOf, put, type DeviceRequest, type DeviceSituation } from '../faults/device/device-fault.js';
import { DEVICE_FAULTS, type DeviceFaultName } from '../faults/device/index.js';
import { pathOf, type Wire } from '../faults/wire.js';

/** Options of {@link createFakeDevice}. */
export interface FakeDeviceOptions {
  /**
   * Sends a request with the identity of the device: `fetchAs` of a fleet manager in the process, a mutual-TLS one, or in a
   * signed profile one that signs.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Id of the device, the one that deployments are meant for. */
  readonly deviceId: string;
  /** What is spoken. Default `rc3`. */
  readonly profile?: WireProfile;
  /** The id that the paths of a signed profile name the client by. Default: the id of the device. */
  readonly clientId?: string;
  /** Origin of the fleet manager. Default: one that a `fetch` in the process does not look at. */
  readonly baseUrl?: string;
  /** Where below the origin the interface is served, besides what the profile has. Default: at the root. */
  readonly basePath?: string;
}

/** What came back. */
export interface FakeDeviceAnswer {
  readonly status: number;
  /** `type` of the problem document; absent when the answer was none. */
  readonly problemType?: string;
  /** What a refusal says in a profile without problem documents; absent when the answer was none. */
  readonly error?: string;
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
const NOTHING_PUBLISHED: Omit<DeviceSituation, 'wire' | 'deviceId'> = {
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
  profile = 'rc3',
  clientId = deviceId,
  baseUrl = 'https://fleet-manager.invalid',
  basePath = '',
}: FakeDeviceOptions): FakeDevice => {
  const wire: Wire = { profile, clientId };
  const facts = profileFacts(profile);
  const send = ({ method, path, headers = {}, body }: DeviceRequest): Promise<Response> =>
    fetch(new Request(baseUrl + basePath + path, { method, headers, ...(body !== undefined && { body }) }));
  /** Asks for what a manifest names. */
  const get = async (path: string): Promise<Uint8Array> =>
    new Uint8Array(await (await send({ method: 'GET', path: joinBasePath(facts.basePath, path) })).arrayBuffer());

  const situation = async (): Promise<DeviceSituation> => {
    const { deployments, manifestVersion } = parseStateManifest(await get(pathOf(wire, 'stateManifest', {})));
    const [first] = deployments;
    if (first === undefined) return { ...NOTHING_PUBLISHED, wire, deviceId };
    const { deploymentId, digest } = first;
    const document = await get(pathOf(wire, 'deployment', { deploymentId, digest }));
    return { wire, deviceId, deploymentId, components: componentsOf(document, deviceId), manifestVersion };
  };

  return {
    introduce: async () => {
      const own = { ...NOTHING_PUBLISHED, wire, deviceId };
      return (await send({ ...put(own, deviceId, capabilitiesOf(own)), method: facts.capabilities.first })).status;
    },
    misbehave: async (name) => {
      const { request, statuses, times = 1 } = DEVICE_FAULTS[name];
      const sent = request(await situation());
      for (let before = 1; before < times; before += 1) await (await send(sent)).arrayBuffer();
      const response = await send(sent);
      const { type, [facts.refusals]: error } = membersOf(response, await response.text());
      return {
        status: response.status,
        ...(typeof type === 'string' && isProblem(response) && { problemType: type }),
        ...(typeof error === 'string' && { error }),
        asExpected: statuses.includes(response.status),
      };
    },
  };
};

/** Names of the components of a deployment, whichever revision it was written in. */
const componentsOf = (document: Uint8Array, deviceId: string): string[] => {
  const { value } = convertDocument(document, { kind: 'ApplicationDeployment', decisions: { deviceId } });
  return (value as ApplicationDeployment).spec.deploymentProfile.components.map(({ name }) => name);
};

const isProblem = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/problem+json') ?? false;

/** Members of a refusal; none where it is no JSON. */
const membersOf = ({ ok, headers }: Response, text: string): Readonly<Record<string, unknown>> => {
  if (ok || !/^application\/(problem\+)?json/.test(headers.get('content-type') ?? '')) return {};
  try {
    return (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};
