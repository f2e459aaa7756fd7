import type { WireResource } from '@margo-sdk/protocol';
import type { FaultFacts } from '../fault.js';

/** What a misbehaving device knows of itself and of what it is meant to run. */
export interface DeviceSituation {
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

/** A correct report; the version is written by hand, because it may not fit a number. */
export const reportOf = (
  { deploymentId, deviceId, components, manifestVersion }: DeviceSituation,
  change: (report: Report) => Report = (report) => report,
  version = `${manifestVersion}`,
): string => {
  const report = change({
    deploymentId,
    deviceId,
    status: { state: 'installing' },
    components: components.map((name) => ({ name, state: 'installing' })),
  });
  return JSON.stringify(report).replace(/\}$/, `,"adoptedManifestVersion":${version}}`);
};

/** Posts a report under the right path. */
export const post = (
  { deploymentId }: DeviceSituation,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): DeviceRequest => ({
  method: 'POST',
  path: `/api/v1/deployments/${deploymentId}/status`,
  headers: { 'content-type': JSON_TYPE, ...headers },
  body,
});

/** Capabilities of a device that hosts nothing, as JSON text. */
export const capabilitiesOf = (id: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ properties: { id, vendor: 'Fake', modelNumber: 'F1', serialNumber: '1' }, ...more });

/** Puts capabilities under a path as it is given. */
export const put = (path: string, body: string): DeviceRequest => ({
  method: 'PUT',
  path: `/api/v1/capabilities/${path}`,
  headers: { 'content-type': JSON_TYPE },
  body,
});
