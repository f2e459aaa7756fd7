import type { SpiffeId } from '@margo-sdk/protocol';
import type { DeploymentId, DeploymentStatusManifest, DeviceId, Digest } from '@margo-sdk/spec-model';
import { fleetView, type FleetView } from '@margo-sdk/state-machine';
import { isSuperseded, mayHost, placeOf } from '../placement.js';
import type { FleetStore, StatusRecord } from '../store/fleet-store.js';
import { historiesOf, runsOn, type PublishedForm } from './history.js';

/** How one deployment stands on one device, seen from the fleet manager; `state` says it in one word. */
export interface DeploymentView extends Omit<FleetView, 'silent'> {
  readonly deploymentId: DeploymentId;
  readonly deviceId: DeviceId;
  /** Digest of what shall run there; `null` when the deployment is not, or no longer, wanted on this device. */
  readonly wanted: Digest | null;
  /** The last report; absent when there was none. */
  readonly reported?: DeploymentStatusManifest;
  /** When it came, in milliseconds since 1970. */
  readonly receivedAtMs?: number;
}

/**
 * Compares what was published to a client with what it reported: one row for each deployment and device that is wanted
 * or was reported on, in the order of their ids. Reads every manifest that was ever published to the client, once: there
 * is nothing yet that prunes them.
 */
export const viewClient = async (store: FleetStore, client: SpiffeId): Promise<readonly DeploymentView[]> => {
  const [manifests, statuses] = await Promise.all([store.manifests(client), store.statuses(client)]);
  const newest = manifests.at(-1);
  if (newest === undefined) return [];
  const reports = byDeployment(statuses);
  return [...historiesOf(manifests)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([deploymentId, history]) => rowsOf(history, reports.get(deploymentId) ?? [], newest.version));
};

const byDeployment = (statuses: readonly StatusRecord[]): ReadonlyMap<DeploymentId, readonly StatusRecord[]> => {
  const reports = new Map<DeploymentId, StatusRecord[]>();
  for (const record of statuses) {
    const known = reports.get(record.deploymentId);
    if (known === undefined) reports.set(record.deploymentId, [record]);
    else known.push(record);
  }
  return reports;
};

/** The rows of one deployment, in the order of the devices. */
const rowsOf = (
  history: readonly PublishedForm[],
  reports: readonly StatusRecord[],
  newestVersion: bigint,
): readonly DeploymentView[] => {
  // Also of a deployment that is gone.
  const last = history.findLast(({ deployment }) => deployment !== undefined)?.deployment;
  if (last === undefined) return [];
  const { deploymentId, deviceId: target } = last;
  const place = placeOf(target, reports);
  const wantedAt = history.at(-1)?.deployment === undefined ? undefined : place;
  const shown = reports.filter((one) => one.deviceId === wantedAt || !isSuperseded(one, target, reports));
  const rows = new Map<DeviceId, StatusRecord | undefined>(shown.map((report) => [report.deviceId, report]));
  if (wantedAt !== undefined && !rows.has(wantedAt)) rows.set(wantedAt, undefined);

  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([deviceId, report]) => {
      const isElsewhere = mayHost(deviceId, target) && deviceId !== place;
      const published = [...runsOn(deviceId, history), ...(isElsewhere ? [{ from: newestVersion, digest: null }] : [])];
      const { state, current } = fleetView({ newestVersion, published, ...adoptedIn(report) });
      const wanted = published.at(-1)?.digest ?? null;
      const reported = report && { reported: report.status, receivedAtMs: report.receivedAtMs };
      return { deploymentId, deviceId, state, current, wanted, ...reported };
    });
};

const adoptedIn = (report: StatusRecord | undefined) =>
  report && {
    reported: { adoptedManifestVersion: report.status.adoptedManifestVersion, state: report.status.status.state },
  };
