import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { sha256Digest } from '@margo-sdk/protocol';
import { DocumentError, parseStateManifest, type StateManifest } from '@margo-sdk/spec-model';
import type { DeviceStore } from '../store/device-store.js';
import { acceptManifest } from './accept-manifest.js';
import { fetchDeployments } from './fetch-deployments.js';
import { judgeManifest } from './judge-manifest.js';
import { UpdateRefusedError } from './update-refused-error.js';

/** What {@link synchronise} needs. */
export interface SynchroniseOptions {
  readonly client: Pick<WorkloadManagementClient, 'getStateManifest' | 'getDeployment'>;
  readonly store: DeviceStore;
  /** Most bytes of all documents of one manifest together. Default 64 MiB. */
  readonly maxUpdateBytes?: number;
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
  signal,
}: SynchroniseOptions): Promise<SyncOutcome> => {
  const state = await store.read();
  const answer = await client.getStateManifest({ ifNoneMatch: state.manifest?.etag, signal });
  if (answer.status === 'unchanged') return { status: 'unchanged' };

  const manifest = readManifest(answer.bytes);
  const { manifestVersion } = manifest;
  const digest = await sha256Digest(answer.bytes);
  const judged = judgeManifest(state, { manifest, digest, etag: answer.etag });
  if (judged.verdict === 'refused') throw judged.error;
  if (judged.verdict === 'unchanged') {
    const { etag } = judged;
    if (etag !== state.manifest?.etag)
      await store.commit((now) => ({ ...now, manifest: { version: manifestVersion, etag } }));
    return { status: 'unchanged' };
  }

  const documents = await fetchDeployments(manifest.deployments, { client, store, maxUpdateBytes, signal });
  await store.commit((now) => acceptManifest(now, manifest, judged.etag), documents);
  return { status: 'accepted', manifestVersion, deployments: manifest.deployments.length };
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
