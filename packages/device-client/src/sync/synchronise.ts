import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { ProblemError, profileFacts, sha256Digest, type ProfileFacts } from '@margo-sdk/protocol';
import type { DeploymentReference, Digest, StateManifest } from '@margo-sdk/spec-model';
import { createDeploymentReader, type DeploymentReader } from '../reading/deployment-reader.js';
import { documentsOf, type DeviceState } from '../store/device-state.js';
import type { DeviceStore, StoredDocument } from '../store/device-store.js';
import { acceptManifest, type Placements } from './accept-manifest.js';
import { fetchDeployments } from './fetch-deployments.js';
import { judgeManifest, type ReceivedManifest, type Verdict } from './judge-manifest.js';
import { readManifest, requireFewEnough } from './read-manifest.js';
import type { UpdateOptions } from './update-options.js';

/** What {@link synchronise} needs. */
export interface SynchroniseOptions extends UpdateOptions {
  readonly client: Pick<WorkloadManagementClient, 'profile' | 'getStateManifest' | 'getDeployment' | 'getBundle'>;
  readonly store: DeviceStore;
  /**
   * Ask for the manifest even if it is still the accepted one, and fetch those of its documents again that are missing
   * from the store or were damaged there. Default: false.
   */
  readonly restore?: boolean;
  /**
   * Says where the deployments of a manifest belong that are for a device behind this gateway (L-26). Default: all are
   * for this very device.
   *
   * @param documents - those that the store has not yet
   */
  readonly placementsOf?: (
    wanted: readonly DeploymentReference[],
    documents: readonly StoredDocument[],
  ) => Promise<Placements>;
  /** Called when the bundle cannot be had and its documents are fetched one by one (M-17). */
  readonly onBundleMissing?: (error: unknown) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Whether there is a new desired state. */
export type SyncOutcome =
  | { readonly status: 'accepted'; readonly manifestVersion: bigint; readonly deployments: number }
  | { readonly status: 'unchanged' };

const UNCHANGED: SyncOutcome = Object.freeze({ status: 'unchanged' });

/**
 * Asks the fleet manager once for the desired state and accepts it as a whole, or leaves everything as it was. When a
 * document is not there any more, it asks once more at once: the manifest may have been superseded (M-17).
 *
 * @throws UpdateRefusedError, DigestMismatchError: what came must not be used, and nothing of it was (DS-19)
 * @throws ProblemError, TransportError, UnexpectedResponseError: it could not be had; also a deployment that is
 *   missing, which is no removal (DS-24)
 * @throws StoreError: it could not be kept
 *
 * @example
 * ```ts
 * import { createMemoryStore, synchronise } from '@margo-sdk/device-client';
 *
 * const manifest = new TextEncoder().encode('{"manifestVersion":7,"bundle":null,"deployments":[]}');
 * const client = {
 *   getStateManifest: async () => ({ status: 'changed', bytes: manifest }) as const,
 *   getDeployment: async () => new Uint8Array(),
 *   getBundle: async () => new Uint8Array(),
 * };
 * const store = createMemoryStore();
 * console.log(await synchronise({ client, store })); // accepted, version 7n
 * console.log(await synchronise({ client, store })); // unchanged
 * ```
 */
export const synchronise = async (options: SynchroniseOptions): Promise<SyncOutcome> =>
  synchroniseWith({
    ...options,
    read: createDeploymentReader({ profile: options.client.profile, decide: options.decide }),
  });

/** What {@link synchroniseWith} needs. */
export interface SynchroniseWithOptions extends SynchroniseOptions {
  readonly read: DeploymentReader;
}

/** The same, with a reader of documents that others use too. */
export const synchroniseWith = async (options: SynchroniseWithOptions): Promise<SyncOutcome> => {
  const first = await attempt(options);
  if (first.status === 'accepted' || first.status === 'unchanged') return first;
  const second = await attempt(options, first);
  if (second.status === 'accepted' || second.status === 'unchanged') return second;
  throw second.error;
};

/** Another manifest may be in force by now: at the fleet manager, where a document of this one is gone, or here. */
interface Superseded {
  readonly status: 'superseded';
  /** Of the manifest, where asking for the same one again would be in vain. */
  readonly digest?: Digest;
  readonly error: Error;
}

const attempt = async (options: SynchroniseWithOptions, before?: Superseded): Promise<SyncOutcome | Superseded> => {
  const { client, store, restore = false, signal } = options;
  const state = await store.read();
  const answer = await client.getStateManifest({ ifNoneMatch: restore ? undefined : state.manifest?.etag, signal });
  if (answer.status === 'unchanged') return UNCHANGED;

  const digest = await sha256Digest(answer.bytes);
  if (before?.digest === digest) throw before.error;
  const received = { manifest: readManifest(answer.bytes), digest, etag: answer.etag };
  const { verdict } = judge(state, received, options);
  if (verdict === 'accepted') requireFewEnough(received.manifest, options.maxDeployments ?? 1000);

  const needed = verdict === 'unchanged' && !restore ? [] : neededOf(received.manifest, state, restore || !!before);
  try {
    return await accept(received, needed, await fetchNeeded(received, needed, options), options);
  } catch (error) {
    if (isGone(error)) return { status: 'superseded', digest, error };
    if (error instanceof Overtaken) return { status: 'superseded', error };
    throw error;
  }
};

/**
 * The references of which the documents have to be looked at: those that are accepted already were verified then, and
 * the store keeps them, so that a change to one of a thousand deployments costs what one costs.
 */
const neededOf = (
  { deployments }: StateManifest,
  { deployments: records }: DeviceState,
  all: boolean,
): readonly DeploymentReference[] => {
  if (all) return deployments;
  const accepted = new Map<string, Digest | null>();
  for (const record of Object.values(records))
    if (record.accepted.digest !== null) accepted.set(record.lifecycle.deploymentId, record.accepted.digest);
  return deployments.filter(({ deploymentId, digest }) => accepted.get(deploymentId) !== digest);
};

const fetchNeeded = (
  { manifest }: ReceivedManifest,
  needed: readonly DeploymentReference[],
  {
    client,
    store,
    read,
    retrieval = 'auto',
    maxUpdateBytes = 64 * 1024 * 1024,
    onBundleMissing,
    signal,
  }: SynchroniseWithOptions,
): Promise<readonly StoredDocument[]> => {
  const canFetchSingle = factsOf(client).retrievals.includes('single');
  return fetchDeployments(manifest, needed, {
    client,
    store,
    read,
    retrieval: canFetchSingle ? retrieval : 'bundle',
    canFetchSingle,
    maxUpdateBytes,
    onBundleMissing,
    signal,
  });
};

const factsOf = ({ profile = 'rc3' }: SynchroniseOptions['client']): ProfileFacts => profileFacts(profile);

/** Another call has accepted a manifest meanwhile that does not want what this one takes for granted. */
class Overtaken extends Error {
  override message = 'Another poll has changed the desired state meanwhile; this one begins anew.';
}

/** Judged once more, because another call may have accepted a manifest while documents were fetched (DS-42). */
const accept = async (
  received: ReceivedManifest,
  needed: readonly DeploymentReference[],
  documents: readonly StoredDocument[],
  options: SynchroniseOptions,
): Promise<SyncOutcome> => {
  const { manifest } = received;
  const fetched = new Set(needed.map(({ digest }) => digest));
  const placements = await options.placementsOf?.(manifest.deployments, documents);
  let verdict: Usable['verdict'] | undefined;
  await options.store.commit((now) => {
    const judged = judge(now, received, options);
    const { etag } = judged;
    verdict = judged.verdict;
    // M-15: the same, written anew.
    if (verdict === 'unchanged')
      return etag === now.manifest?.etag ? now : { ...now, manifest: { version: manifest.manifestVersion, etag } };
    const kept = documentsOf(now);
    if (!manifest.deployments.every(({ digest }) => fetched.has(digest) || kept.has(digest))) throw new Overtaken();
    return acceptManifest(now, manifest, etag, placements);
  }, documents);
  if (verdict === 'unchanged') return UNCHANGED;
  return {
    status: 'accepted',
    manifestVersion: manifest.manifestVersion,
    deployments: manifest.deployments.length,
  };
};

type Usable = Exclude<Verdict, { readonly verdict: 'refused' }>;

/** What the device itself has asked for again is no offence, however strict it is. */
const judge = (
  state: DeviceState,
  received: ReceivedManifest,
  { client, strictVersions = false, restore = false }: SynchroniseOptions,
): Usable => {
  const judged = judgeManifest(state, received, {
    strictVersions: strictVersions && !restore,
    manifestETag: factsOf(client).manifestETag,
  });
  if (judged.verdict === 'refused') throw judged.error;
  return judged;
};

const isGone = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && (error.status === 404 || error.status === 410);
