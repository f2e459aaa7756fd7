import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { sha256Digest } from '@margo-sdk/protocol';
import { DocumentError, parseStateManifest, type StateManifest } from '@margo-sdk/spec-model';
import type { DeviceStore, StoredDocument } from '../store/device-store.js';
import { acceptManifest } from './accept-manifest.js';
import { fetchDeployments } from './fetch-deployments.js';
import { judgeManifest, type ReceivedManifest, type Verdict } from './judge-manifest.js';
import { UpdateRefusedError } from './update-refused-error.js';

/** What {@link synchronise} needs. */
export interface SynchroniseOptions {
  readonly client: Pick<WorkloadManagementClient, 'getStateManifest' | 'getDeployment'>;
  readonly store: DeviceStore;
  /** Most bytes of all documents of one manifest together. Default 64 MiB. */
  readonly maxUpdateBytes?: number;
  /** Most deployments of one manifest. Default 100; what more of them cost, {@link DeviceStore.commit} says. */
  readonly maxDeployments?: number;
  /**
   * Ask for the manifest even if it is still the accepted one, and fetch those of its documents again that are missing
   * from the store or were damaged there. Default: false.
   */
  readonly restore?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Whether there is a new desired state. */
export type SyncOutcome =
  | { readonly status: 'accepted'; readonly manifestVersion: bigint; readonly deployments: number }
  | { readonly status: 'unchanged' };

/**
 * Asks the fleet manager once for the desired state and accepts it as a whole, or leaves everything as it was.
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
 * };
 * const store = createMemoryStore();
 * console.log(await synchronise({ client, store })); // accepted, version 7n
 * console.log(await synchronise({ client, store })); // unchanged
 * ```
 */
export const synchronise = async ({
  client,
  store,
  maxUpdateBytes = 64 * 1024 * 1024,
  maxDeployments = 100,
  restore = false,
  signal,
}: SynchroniseOptions): Promise<SyncOutcome> => {
  const state = await store.read();
  const answer = await client.getStateManifest({
    ifNoneMatch: restore ? undefined : state.manifest?.etag,
    signal,
  });
  if (answer.status === 'unchanged') return { status: 'unchanged' };

  const manifest = readManifest(answer.bytes);
  const received = { manifest, digest: await sha256Digest(answer.bytes), etag: answer.etag };
  const judged = judgeManifest(state, received);
  if (judged.verdict === 'refused') throw judged.error;
  if (judged.verdict === 'accepted') requireFewEnough(manifest, maxDeployments);

  const isWhole = judged.verdict === 'unchanged' && !restore;
  const documents = isWhole
    ? []
    : await fetchDeployments(manifest.deployments, { client, store, maxUpdateBytes, signal });
  if ((await commit(store, received, documents)) === 'unchanged') return { status: 'unchanged' };
  return {
    status: 'accepted',
    manifestVersion: manifest.manifestVersion,
    deployments: manifest.deployments.length,
  };
};

/** Judged once more, because another call may have accepted a manifest while documents were fetched (DS-42). */
const commit = async (
  store: DeviceStore,
  received: ReceivedManifest,
  documents: readonly StoredDocument[],
): Promise<Verdict['verdict'] | undefined> => {
  let verdict: Verdict['verdict'] | undefined;
  await store.commit((now) => {
    const judged = judgeManifest(now, received);
    if (judged.verdict === 'refused') throw judged.error;
    verdict = judged.verdict;
    if (verdict === 'accepted') return acceptManifest(now, received.manifest, judged.etag);
    if (judged.etag === now.manifest?.etag) return now;
    // M-15: the same, written anew.
    return { ...now, manifest: { version: received.manifest.manifestVersion, etag: judged.etag } };
  }, documents);
  return verdict;
};

const requireFewEnough = ({ deployments }: StateManifest, maxDeployments: number): void => {
  if (deployments.length <= maxDeployments) return;
  throw new UpdateRefusedError(
    'ERR_TOO_MANY_DEPLOYMENTS',
    `Expected a manifest with at most ${maxDeployments} deployments, got ${deployments.length}.`,
    { hint: 'Spread them over more devices, or raise maxDeployments if the device can bear so many.' },
  );
};

/** Covers unknown digest algorithms (DS-33) and a bundle that contradicts the deployments (M-25). */
const readManifest = (bytes: Uint8Array): StateManifest => {
  try {
    return parseStateManifest(bytes);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new UpdateRefusedError('ERR_MANIFEST_INVALID', error.message, {
      cause: error,
      hint: 'The device keeps its desired state; the fleet manager has to publish a correct manifest.',
    });
  }
};
