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
  /**
   * Oldest first. Old runs may have been pruned; the current one keeps its true beginning. Empty when no manifest ever
   * held the deployment.
   */
  readonly published: readonly PublishedRun[];
  /** The last status report; absent when there was none yet. */
  readonly reported?: { readonly adoptedManifestVersion: bigint; readonly state: State };
  /** When given, decides whether the device counts as silent; all in milliseconds (L-24). */
  readonly silence?: { readonly lastHeardAt: number; readonly now: number; readonly afterMs: number };
  /**
   * Somebody has given up waiting for the removal (L-24). Left out, or false, once the device has reported again or the
   * deployment was wanted here again: that ends the decision, and what the device says counts.
   */
  readonly abandoned?: boolean;
}

/**
 * Where a deployment stands as seen from the fleet manager. While it is wanted, and the last report speaks about what is
 * published now:
 *
 * - `converged`, `applying`, `failed`: what the report says.
 *
 * While it is wanted, and the report speaks about something else or contradicts the wish:
 *
 * - `stale-applying`, `stale-installed`, `stale-failed`: the device has not come to what is published now.
 * - `stale-removing`, `stale-removed`: the device is at a removal that is not wanted, whichever version it names.
 *
 * Once it is not wanted, whichever version the report names (M-32):
 *
 * - `removing`, `gone`, `removal-failed`: the device knows.
 * - `stale-applying`, `stale-installed`: the device does not know yet.
 * - `abandoned`: nobody waits for the device any more (L-24); what is left there is not known.
 *
 * Wanted or not:
 *
 * - `unseen`: never reported.
 * - `ahead`: the report names a version that was never published, so this fleet manager has lost its memory (M-26).
 */
export type FleetState =
  | 'unseen'
  | 'ahead'
  | 'converged'
  | 'applying'
  | 'failed'
  | 'removing'
  | 'gone'
  | 'removal-failed'
  | 'abandoned'
  | 'stale-applying'
  | 'stale-installed'
  | 'stale-failed'
  | 'stale-removing'
  | 'stale-removed';

/** A row of the fleet view. */
export interface FleetView {
  readonly state: FleetState;
  /** The report speaks about the content that is published now: of both the digest is the same, or both have none. */
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
 * current if the manifest it names holds the same digest as the newest one, whatever lies between (L-25). Of a version
 * from before what is remembered nothing is known, so it is not current. Has an answer for all facts, and never throws.
 *
 * @param facts - what was published, what was reported, when the device was heard, and what a person has decided
 * @returns where the deployment stands; `silent` goes with any state, because it is about the device
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
export const fleetView = (facts: FleetFacts): FleetView => {
  const { newestVersion, published, reported, silence } = facts;
  const wanted = published.at(-1)?.digest ?? null;
  // A removal that was done needs nobody to give it up.
  const isAbandoned = wanted === null && facts.abandoned === true && reported?.state !== 'removed';
  const isAhead = reported !== undefined && reported.adoptedManifestVersion > newestVersion;
  const current = reported !== undefined && !isAhead && digestAt(published, reported.adoptedManifestVersion) === wanted;
  const silent = silence !== undefined && silence.now - silence.lastHeardAt > silence.afterMs;

  const stateOf = (): FleetState => {
    if (isAbandoned) return 'abandoned';
    if (reported === undefined) return 'unseen';
    if (isAhead) return 'ahead';
    return (wanted === null ? NOT_WANTED : current ? WANTED_AND_CURRENT : WANTED_AND_STALE)[reported.state];
  };
  return { state: stateOf(), current, silent };
};

/** What the manifest with this version held; undefined when that is forgotten. */
const digestAt = (published: readonly PublishedRun[], version: bigint): Digest | null | undefined =>
  published.length === 0 ? null : published.findLast(({ from }) => from <= version)?.digest;
