import type { SpiffeId } from '@margo-sdk/protocol';
import type { DeploymentId, DeploymentStatusManifest, DeviceId, Digest } from '@margo-sdk/spec-model';
import { fleetView, type FleetFacts, type FleetView } from '@margo-sdk/state-machine';
import { isSuperseded, mayHost, placeOf } from '../placement.js';
import type { AbandonmentRecord, FleetStore, PublishedForm, StatusRecord } from '../store/fleet-store.js';
import { isAimedAfter, runsOn } from './history.js';

/** How one deployment stands on one device, seen from the fleet manager; `state` says it in one word. */
export interface DeploymentView extends FleetView {
  readonly deploymentId: DeploymentId;
  readonly deviceId: DeviceId;
  /** Digest of what shall run there; `null` when the deployment is not, or no longer, wanted on this device. */
  readonly wanted: Digest | null;
  /** The last report; absent when there was none. */
  readonly reported?: DeploymentStatusManifest;
  /** When it came, in milliseconds since 1970. */
  readonly receivedAtMs?: number;
  /** When the client was last heard, whatever it asked for, in milliseconds since 1970; absent when it never was. */
  readonly lastHeardAtMs?: number;
  /** Who gave the removal up and when; present exactly if `state` is `abandoned` (L-24). */
  readonly abandonment?: AbandonmentRecord;
}

/** What is viewed, and when somebody counts as silent. */
export interface ViewOptions {
  readonly store: FleetStore;
  readonly client: SpiffeId;
  /** Left out, nobody is silent. */
  readonly silence?: { readonly now: number; readonly afterMs: number };
}

/** What is the same for all rows. */
interface Surroundings {
  readonly firstVersion: bigint;
  readonly newestVersion: bigint;
  readonly lastHeardAtMs: number | undefined;
  readonly silence: FleetFacts['silence'];
  readonly abandonments: readonly AbandonmentRecord[];
}

/**
 * Compares what was published to a client with what it reported: one row for each deployment and device that is wanted
 * or was reported on, in the order of their ids. What was withdrawn before anybody reported on it has a row as well: a
 * device may have taken it up, and only its report, or a person, can say that nothing is left of it (L-24).
 */
export const viewClient = async ({ store, client, silence }: ViewOptions): Promise<readonly DeploymentView[]> => {
  const [forms, statuses, abandonments, lastHeardAtMs] = await Promise.all([
    store.history(client),
    store.statuses(client),
    store.abandonments(client),
    store.lastHeard(client),
  ]);
  // Asked last, so that no form is newer than it.
  const newest = await store.latestManifest(client);
  if (newest === undefined) return [];
  const reports = byDeployment(statuses);
  const decisions = byDeployment(abandonments);
  return [...byDeployment(forms)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([deploymentId, history]) =>
      rowsOf(history, reports.get(deploymentId) ?? [], {
        firstVersion: newest.firstVersion,
        newestVersion: newest.version,
        lastHeardAtMs,
        // Whoever was never heard could have been since there was something to fetch.
        silence: silence && { ...silence, lastHeardAt: lastHeardAtMs ?? newest.firstPublishedAtMs },
        abandonments: decisions.get(deploymentId) ?? [],
      }),
    );
};

const byDeployment = <Item extends { readonly deploymentId: DeploymentId }>(
  records: readonly Item[],
): ReadonlyMap<DeploymentId, readonly Item[]> => {
  const found = new Map<DeploymentId, Item[]>();
  for (const record of records) {
    const known = found.get(record.deploymentId);
    if (known === undefined) found.set(record.deploymentId, [record]);
    else known.push(record);
  }
  return found;
};

/** The rows of one deployment, in the order of the devices. */
const rowsOf = (
  history: readonly PublishedForm[],
  reports: readonly StatusRecord[],
  { firstVersion, newestVersion, lastHeardAtMs, silence, abandonments }: Surroundings,
): readonly DeploymentView[] => {
  // Also of a deployment that is gone.
  const last = history.findLast(({ deployment }) => deployment !== null)?.deployment;
  if (!last) return [];
  const { deploymentId, deviceId: target } = last;
  const place = placeOf(target, reports);
  const wantedAt = history.at(-1)?.deployment === null ? undefined : place;
  const shown = reports.filter((one) => one.deviceId === wantedAt || !isSuperseded(one, target, reports));
  const rows = new Map<DeviceId, StatusRecord | undefined>(shown.map((report) => [report.deviceId, report]));
  if (wantedAt !== undefined && !rows.has(wantedAt)) rows.set(wantedAt, undefined);
  if (rows.size === 0) rows.set(place, undefined);
  const decisions = new Map(abandonments.map((abandonment) => [abandonment.deviceId, abandonment]));

  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([deviceId, report]) => {
      const isElsewhere = mayHost(deviceId, target) && deviceId !== place;
      const published = [
        ...runsOn(deviceId, history, firstVersion),
        ...(isElsewhere ? [{ from: newestVersion, digest: null }] : []),
      ];
      const abandonment = decisions.get(deviceId);
      const view = fleetView({
        newestVersion,
        published,
        abandoned: abandonment !== undefined && isInForce(abandonment, report, history),
        ...(silence && { silence }),
        ...adoptedIn(report),
      });
      return {
        deploymentId,
        deviceId,
        ...view,
        wanted: published.at(-1)?.digest ?? null,
        ...(report && { reported: report.status, receivedAtMs: report.receivedAtMs }),
        ...(lastHeardAtMs !== undefined && { lastHeardAtMs }),
        ...(view.state === 'abandoned' && abandonment && { abandonment }),
      };
    });
};

/** A decision ends with the next report of the device, and with the next manifest that wants the deployment there. */
const isInForce = (
  { deviceId, manifestVersion, lastReportAtMs }: AbandonmentRecord,
  report: StatusRecord | undefined,
  history: readonly PublishedForm[],
): boolean => (report?.receivedAtMs ?? null) === lastReportAtMs && !isAimedAfter(manifestVersion, deviceId, history);

const adoptedIn = (report: StatusRecord | undefined) =>
  report && {
    reported: { adoptedManifestVersion: report.status.adoptedManifestVersion, state: report.status.status.state },
  };
