import type { SpiffeId } from '@margo-sdk/protocol';
import type { DeploymentId, DeploymentStatusManifest, DeviceId, Digest } from '@margo-sdk/spec-model';
import { fleetView, type FleetView, type PublishedRun } from '@margo-sdk/state-machine';
import type { FleetStore, PublishedDeployment, PublishedManifest, StatusRecord } from '../store/fleet-store.js';
import { isSuperseded, mayHost, placeOf, speaksFor } from '../placement.js';

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
 * or was reported on, in the order of their ids.
 */
export const viewClient = async (store: FleetStore, client: SpiffeId): Promise<readonly DeploymentView[]> => {
  const [manifests, statuses] = await Promise.all([store.manifests(client), store.statuses(client)]);
  const newest = manifests.at(-1);
  if (newest === undefined) return [];

  const rowFor = (deployment: PublishedDeployment, deviceId: DeviceId): DeploymentView => {
    const { deploymentId } = deployment;
    const record = statuses.find((one) => one.deploymentId === deploymentId && one.deviceId === deviceId);
    const history = runsOf(manifests, deploymentId, deviceId);
    const isElsewhere = mayHost(deviceId, deployment.deviceId) && placeOf(deployment, statuses) !== deviceId;
    const published = isElsewhere ? [...history, { from: newest.version, digest: null }] : history;
    const { state, current } = fleetView({ newestVersion: newest.version, published, ...reportOf(record) });
    const wanted = published.at(-1)?.digest ?? null;
    const known = record && { reported: record.status, receivedAtMs: record.receivedAtMs };
    return { deploymentId, deviceId, state, current, wanted, ...known };
  };

  // What was published last for each deployment, also for those that are gone.
  const last = new Map(
    manifests.flatMap(({ deployments }) => deployments.map((one) => [one.deploymentId, one] as const)),
  );
  const wantedRows = newest.deployments.map((deployment) => rowFor(deployment, placeOf(deployment, statuses)));
  const reportedRows = statuses.flatMap((record) => {
    const deployment = last.get(record.deploymentId);
    return deployment && !isSuperseded(record, deployment, statuses) ? [rowFor(deployment, record.deviceId)] : [];
  });
  const rows = new Map([...wantedRows, ...reportedRows].map((row) => [`${row.deploymentId} ${row.deviceId}`, row]));
  return [...rows.keys()].sort().flatMap((key) => rows.get(key) ?? []);
};

const reportOf = (record: StatusRecord | undefined) =>
  record && {
    reported: { adoptedManifestVersion: record.status.adoptedManifestVersion, state: record.status.status.state },
  };

/** What was published for one deployment on one device, run by run. */
const runsOf = (
  manifests: readonly PublishedManifest[],
  deploymentId: DeploymentId,
  deviceId: DeviceId,
): readonly PublishedRun[] =>
  manifests
    .map(({ version, deployments }) => {
      const meant = deployments.find(
        (one) =>
          one.deploymentId === deploymentId && (speaksFor(deviceId, one.deviceId) || mayHost(deviceId, one.deviceId)),
      );
      return { from: version, digest: meant?.digest ?? null };
    })
    .filter(({ digest }, at, all) => at === 0 || digest !== all[at - 1]?.digest);
