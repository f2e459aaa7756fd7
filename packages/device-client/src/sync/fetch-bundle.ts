import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import {
  BundleError,
  ProblemError,
  readBundle,
  TransportError,
  UnexpectedResponseError,
  verifyDigest,
} from '@margo-sdk/protocol';
import type { BundleReference, DeploymentReference, Digest } from '@margo-sdk/spec-model';
import { UpdateRefusedError } from './update-refused-error.js';

/** Beyond its documents, an archive has a header and padding for each, and an end. */
const TAR_BYTES_EACH = 2 * 1024;

/** What {@link fetchBundle} needs. */
export interface FetchBundleOptions {
  readonly client: Pick<WorkloadManagementClient, 'getBundle'>;
  /** Most bytes of all documents in it together. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gets all documents of a manifest at once, verified: the bundle by its own digest before it is opened, and each
 * document in it by its own (DS-18, DS-32).
 *
 * @param references - all of the manifest: a bundle holds these and nothing else
 * @throws DigestMismatchError, UpdateRefusedError `ERR_BUNDLE_INVALID`: it is not what the manifest says; what the
 *   client throws: it cannot be had
 */
export const fetchBundle = async (
  { digest }: BundleReference,
  references: readonly DeploymentReference[],
  { client, maxBytes, signal }: FetchBundleOptions,
): Promise<ReadonlyMap<Digest, Uint8Array>> => {
  const bytes = await client.getBundle({ digest, signal });
  await verifyDigest(bytes, digest);
  const maxUnpackedBytes = maxBytes + TAR_BYTES_EACH * (references.length + 1);
  try {
    return await readBundle(bytes, references, { maxUnpackedBytes });
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new UpdateRefusedError('ERR_BUNDLE_INVALID', error.message, {
      cause: error,
      hint: 'The device keeps its desired state; the fleet manager has to publish a correct bundle.',
    });
  }
};

/**
 * Whether the documents of a bundle may be fetched one by one instead: it could not be had. What came and is wrong ends
 * the update (M-17), and a fleet manager that names a time to come back is not asked for more before it (API-14).
 */
export const canDoWithout = (error: unknown): boolean => {
  if (error instanceof TransportError) return error.retryable;
  if (error instanceof UnexpectedResponseError) return true;
  if (!(error instanceof ProblemError) || error.retryAfterMs !== undefined) return false;
  return error.status === 404 || error.status === 410 || error.status >= 500;
};
