import type { Digest, State } from '@margo-sdk/spec-model/models';

/** From this manifest version on, until the next run begins, the client was offered this content. */
export interface PublishedRun {
  readonly from: bigint;
  /** Digest of the deployment in these manifests; null where they do not hold it. */
  readonly digest: Digest | null;
}

/** What a fleet manager knows about one deployment on one device. */
export interface FleetFacts {
  /** Version of the newest manifest published to the client. */
  readonly newestVersion: bigint;
  /** Oldest first. Old runs may have been pruned; the current one keeps its true beginning. */
  readonly published: readonly PublishedRun[];
  /** The last status report; absent when there was none yet. */
  readonly reported?: { readonly adoptedManifestVersion: bigint; readonly state: State };
  /** When given, decides whether the device counts as silent; all in milliseconds (L-24). */
  readonly silence?: { readonly lastHeardAt: number; readonly now: number; readonly afterMs: number };
}

/** Where a deployment stands as seen from the fleet manager. */
export type FleetState =
  | 'unseen'
  | 'ahead'
  | 'converged'
  | 'applying'
  | 'failed'
  | 'removing'
  | 'gone'
  | 'removal-failed'
  | 'stale-applying'
  | 'stale-installed'
  | 'stale-failed'
  | 'stale-removing'
  | 'stale-removed';

/** A row of the fleet view. */
export interface FleetView {
  readonly state: FleetState;
  /** The report speaks about the content that is published now. */
  readonly current: boolean;
  /** Nothing was heard from the device for longer than allowed; what is shown may be long past. */
  readonly silent: boolean;
}

const WANTED_AND_CURRENT = {
  pending: 'applying',
  installing: 'applying',
  installed: 'converged',
  failed: 'failed',
  removing: 'stale-removing',
  removed: 'stale-removed',
} as const satisfies Record<State, FleetState>;

const WANTED_AND_STALE = {
  pending: 'stale-applying',
  installing: 'stale-applying',
  installed: 'stale-installed',
  failed: 'stale-failed',
  removing: 'stale-removing',
  removed: 'stale-removed',
} as const satisfies Record<State, FleetState>;

// A peer may report a removal under the version it had adopted before (M-32), so the version is not looked at.
const NOT_WANTED = {
  pending: 'stale-applying',
  installing: 'stale-applying',
  installed: 'stale-installed',
  failed: 'removal-failed',
  removing: 'removing',
  removed: 'gone',
} as const satisfies Record<State, FleetState>;

/**
 * Tells whether a device has taken up what was published for one deployment. Compares content: a report counts as
 * current if the manifest it names holds the same digest as the newest one, whatever lies between (L-25).
 *
 * @example
 * ```ts
 * import { parseDigest } from '@margo-sdk/spec-model/models';
 * import { fleetView } from '@margo-sdk/state-machine';
 *
 * const view = fleetView({
 *   newestVersion: 9n,
 *   published: [
 *     { from: 3n, digest: parseDigest(`sha256:${'a'.repeat(64)}`) },
 *     { from: 8n, digest: parseDigest(`sha256:${'b'.repeat(64)}`) },
 *   ],
 *   reported: { adoptedManifestVersion: 5n, state: 'installed' },
 * });
 * console.log(view); // { state: 'stale-installed', current: false, silent: false }
 * ```
 */
export const fleetView = ({ newestVersion, published, reported, silence }: FleetFacts): FleetView => {
  const silent = silence !== undefined && silence.now - silence.lastHeardAt > silence.afterMs;
  if (reported === undefined) return { state: 'unseen', current: false, silent };
  const { adoptedManifestVersion, state } = reported;
  if (adoptedManifestVersion > newestVersion) return { state: 'ahead', current: false, silent };

  const wanted = published.at(-1)?.digest ?? null;
  const adopted = published.findLast(({ from }) => from <= adoptedManifestVersion);
  const current = adopted !== undefined && adopted.digest === wanted;
  const meaning = wanted === null ? NOT_WANTED : current ? WANTED_AND_CURRENT : WANTED_AND_STALE;
  return { state: meaning[state], current, silent };
};
