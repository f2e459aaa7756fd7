import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { DigestMismatchError, verifyDigest } from '@margo-sdk/protocol';
import { MargoError, parseApplicationDeployment, type DeploymentReference } from '@margo-sdk/spec-model';
import { revisionOf } from '../fingerprint.js';
import type { DeviceStore, StoredDocument } from '../store/device-store.js';
import { UpdateRefusedError } from './update-refused-error.js';

/** What {@link fetchDeployments} needs. */
export interface FetchDeploymentsOptions {
  readonly client: Pick<WorkloadManagementClient, 'getDeployment'>;
  readonly store: Pick<DeviceStore, 'getDocument'>;
  /** Most bytes of all documents of one manifest together: they are held in memory until all are verified. */
  readonly maxUpdateBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gets every document that a manifest names, from the store or else from the fleet manager, and makes sure that all of
 * them can be used: digest (DS-18), shape, and id (DS-16). One that cannot be had or used spoils the whole update
 * (DS-19, M-17). The `url` of a reference is never followed (M-04).
 *
 * @throws DigestMismatchError, UpdateRefusedError, or what the client throws
 */
export const fetchDeployments = async (
  references: readonly DeploymentReference[],
  { client, store, maxUpdateBytes, signal }: FetchDeploymentsOptions,
): Promise<readonly StoredDocument[]> => {
  const documents: StoredDocument[] = [];
  let size = 0;
  for (const reference of references) {
    const { deploymentId, digest } = reference;
    const bytes = (await held(store, reference)) ?? (await client.getDeployment({ deploymentId, digest, signal }));
    await verifyDigest(bytes, digest);
    size += bytes.byteLength;
    if (size > maxUpdateBytes) {
      throw new UpdateRefusedError('ERR_UPDATE_TOO_LARGE', `The deployments have more than ${maxUpdateBytes} bytes.`, {
        hint: 'Raise maxUpdateBytes if such a size is meant.',
      });
    }
    await requireUsable(bytes, reference);
    documents.push({ digest, bytes });
  }
  return documents;
};

/** A document that was damaged on the disk is fetched again. */
const held = async (
  store: Pick<DeviceStore, 'getDocument'>,
  { digest }: DeploymentReference,
): Promise<Uint8Array | undefined> => {
  try {
    return await store.getDocument(digest);
  } catch (error) {
    if (error instanceof DigestMismatchError) return undefined;
    throw error;
  }
};

const requireUsable = async (bytes: Uint8Array, { deploymentId, digest }: DeploymentReference): Promise<void> => {
  const hint = 'The fleet manager has to publish a corrected deployment.';
  let id: string;
  try {
    const deployment = parseApplicationDeployment(bytes);
    // Parameters that point nowhere show only here; they must not surface in the middle of an installation.
    await revisionOf(deployment, digest, 1n);
    id = deployment.id;
  } catch (error) {
    if (!MargoError.isInstance(error)) throw error;
    throw new UpdateRefusedError('ERR_DEPLOYMENT_INVALID', `Deployment ${deploymentId}: ${error.message}`, {
      deploymentId,
      cause: error,
      hint,
    });
  }
  if (id !== deploymentId) {
    throw new UpdateRefusedError('ERR_DEPLOYMENT_ID_MISMATCH', `Expected deployment ${deploymentId}, got ${id}.`, {
      deploymentId,
      hint,
    });
  }
};
