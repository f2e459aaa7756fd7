import { profileFacts, type ProfileFacts, type WireResource } from '@margo-sdk/protocol';
import { convertValue, type DocumentName } from '@margo-sdk/spec-model';
import type { FaultFacts } from '../fault.js';
import { targetOf, type Wire } from '../wire.js';

/** What a misbehaving device knows of itself and of what it is meant to run. */
export interface DeviceSituation {
  readonly wire: Wire;
  readonly deviceId: string;
  readonly deploymentId: string;
  /** Names of the components of the deployment. */
  readonly components: readonly string[];
  readonly manifestVersion: bigint;
}

/** A request as it is sent. */
export interface DeviceRequest {
  readonly method: string;
  /** Written as it goes into the request line, so with its percent-encoding. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** A fault of a device that shows in one request. */
export interface DeviceFault extends FaultFacts {
  readonly on: WireResource;
  /** What a correct fleet manager may answer. */
  readonly statuses: readonly number[];
  readonly request: (situation: DeviceSituation) => DeviceRequest;
  /** How often it is sent; the last answer counts. Default: once. */
  readonly times?: number;
}

const JSON_TYPE = 'application/json';

/** A report as data, before it is written. */
export type Report = Record<string, unknown>;

/** Where reports say by which manifest they go. */
export const withVersion = ({ revision }: ProfileFacts): boolean => revision === 'rc3';
/** Where a client speaks for more devices than one. */
export const withDevices = ({ capabilities }: ProfileFacts): boolean => capabilities.namesDevice;

/** A document as the profile has it. */
const inProfile = (
  { wire }: Pick<DeviceSituation, 'wire'>,
  name: DocumentName,
  document: Report,
  decisions: object = {},
): Report => convertValue(name, document, 'rc3', profileFacts(wire.profile).revision, decisions).value as Report;

/** A correct report; the version is written by hand, because it may not fit a number. */
export const reportOf = (
  situation: DeviceSituation,
  change: (report: Report) => Report = (report) => report,
  version = `${situation.manifestVersion}`,
): string => {
  const { wire, deploymentId, deviceId, components } = situation;
  const status = { state: 'installing' };
  const right = { deploymentId, deviceId, status, components: components.map((name) => ({ name, ...status })) };
  const report = JSON.stringify(change(inProfile(situation, 'DeploymentStatusManifest', right)));
  return withVersion(profileFacts(wire.profile))
    ? report.replace(/\}$/, `,"adoptedManifestVersion":${version}}`)
    : report;
};

/** Posts a report under the right path. */
export const post = (
  { wire, deploymentId }: DeviceSituation,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): DeviceRequest => ({
  method: 'POST',
  path: targetOf(wire, 'deploymentStatus', { deploymentId }),
  headers: { 'content-type': JSON_TYPE, ...headers },
  body,
});

/** Capabilities of a device that hosts nothing, as JSON text. */
export const capabilitiesOf = (
  situation: Pick<DeviceSituation, 'wire' | 'deviceId'>,
  id = situation.deviceId,
  more: Record<string, unknown> = {},
): string => {
  const properties = { id, vendor: 'Fake', modelNumber: 'F1', serialNumber: '1' };
  return JSON.stringify({ ...inProfile(situation, 'DeviceCapabilitiesManifest', { properties }), ...more });
};

/** Puts capabilities under a path as it is given. */
export const put = ({ wire }: DeviceSituation, deviceId: string, body: string): DeviceRequest => ({
  method: profileFacts(wire.profile).capabilities.again,
  path: targetOf(wire, 'capabilities', { deviceId }),
  headers: { 'content-type': JSON_TYPE },
  body,
});
