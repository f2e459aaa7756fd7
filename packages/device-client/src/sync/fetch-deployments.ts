import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { DigestMismatchError, verifyDigest } from '@margo-sdk/protocol';
import type { DeploymentReference, Digest, StateManifest } from '@margo-sdk/spec-model';
import type { DeploymentReader } from '../reading/deployment-reader.js';
import type { DeviceStore, StoredDocument } from '../store/device-store.js';
import { chooseRetrieval, type Retrieval } from './choose-retrieval.js';
import { canDoWithout, fetchBundle } from './fetch-bundle.js';
import { requireUsable } from './require-usable.js';
import { UpdateRefusedError } from './update-refused-error.js';

/** What {@link fetchDeployments} needs. */
export interface FetchDeploymentsOptions {
  readonly client: Pick<WorkloadManagementClient, 'getDeployment' | 'getBundle'>;
  readonly store: Pick<DeviceStore, 'getDocument'>;
  readonly read: DeploymentReader;
  readonly retrieval: Retrieval;
  /** Whether documents can be fetched one by one. */
  readonly canFetchSingle: boolean;
  /** Most bytes of what is fetched: it is held in memory until all of it is verified. */
  readonly maxUpdateBytes: number;
  /** Called when the bundle could not be had and its documents are fetched one by one. */
  readonly onBundleMissing?: ((error: unknown) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gets documents of a manifest, from the store or else from the fleet manager, and makes sure that all of them can be
 * used: digest (DS-18), shape, and id (DS-16). One that cannot be had or used spoils the whole update (DS-19, M-17).
 * The `url` of a reference is never followed (M-04).
 *
 * @param references - those of the manifest that are needed
 * @throws DigestMismatchError, UpdateRefusedError, or what the client throws
 */
export const fetchDeployments = async (
  manifest: StateManifest,
  references: readonly DeploymentReference[],
  options: FetchDeploymentsOptions,
): Promise<readonly StoredDocument[]> => {
  const known = new Map<Digest, Uint8Array>();
  for (const { digest } of references) {
    const bytes = await held(options.store, digest);
    if (bytes !== undefined) known.set(digest, bytes);
  }
  const missing = references.filter(({ digest }) => !known.has(digest));
  const inBundle = await bundled(manifest, missing, options);

  const documents: StoredDocument[] = [];
  let size = 0;
  for (const reference of references) {
    const { digest } = reference;
    const bytes = known.get(digest) ?? inBundle?.get(digest)?.slice() ?? (await single(reference, options));
    await verifyDigest(bytes, digest);
    // What was accepted before had room then; in small pieces it may have become more than one update may bring.
    if (!known.has(digest)) size += bytes.byteLength;
    requireRoom(size, options.maxUpdateBytes);
    await requireUsable(await options.read(digest, bytes, known.has(digest) ? 'held' : 'fetched'), reference);
    documents.push({ digest, bytes });
  }
  return documents;
};

/** A document that was damaged on the disk is fetched again. */
const held = async (store: Pick<DeviceStore, 'getDocument'>, digest: Digest): Promise<Uint8Array | undefined> => {
  try {
    return await store.getDocument(digest);
  } catch (error) {
    if (error instanceof DigestMismatchError) return undefined;
    throw error;
  }
};

/** The documents of the bundle; undefined where they are fetched one by one. */
const bundled = async (
  manifest: StateManifest,
  missing: readonly DeploymentReference[],
  { client, retrieval, canFetchSingle, maxUpdateBytes, onBundleMissing, signal }: FetchDeploymentsOptions,
): Promise<ReadonlyMap<Digest, Uint8Array> | undefined> => {
  const { bundle, deployments } = manifest;
  if (bundle === null || missing.length === 0) return undefined;
  if (chooseRetrieval(retrieval, manifest, missing) === 'single') return undefined;
  try {
    return await fetchBundle(bundle, deployments, { client, maxBytes: maxUpdateBytes, signal });
  } catch (error) {
    if (!canFetchSingle || !canDoWithout(error)) throw error;
    onBundleMissing?.(error);
    return undefined;
  }
};

const single = (
  { deploymentId, digest }: DeploymentReference,
  { client, signal }: FetchDeploymentsOptions,
): Promise<Uint8Array> => client.getDeployment({ deploymentId, digest, signal });

const requireRoom = (size: number, maxUpdateBytes: number): void => {
  if (size <= maxUpdateBytes) return;
  throw new UpdateRefusedError('ERR_UPDATE_TOO_LARGE', `The deployments have more than ${maxUpdateBytes} bytes.`, {
    hint: 'Raise maxUpdateBytes if such a size is meant.',
  });
};
