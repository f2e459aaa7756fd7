import { DigestMismatchError } from '@margo-sdk/protocol';
import {
  APPLICATION_DEPLOYMENT,
  DocumentError,
  MargoError,
  type ApplicationDeployment,
  type Digest,
} from '@margo-sdk/spec-model';
import type { DeploymentReader } from '../reading/deployment-reader.js';
import type { DeviceStore } from '../store/device-store.js';

/** A document that was accepted is missing or damaged where it was kept (`ERR_DOCUMENT_LOST`). */
export class DocumentLostError extends MargoError {
  override name = 'DocumentLostError';

  constructor(digest: Digest, what: 'is missing from' | 'was damaged in', cause?: unknown) {
    super('ERR_DOCUMENT_LOST', `The document ${digest} ${what} the store of the device.`, {
      cause,
      hint: 'Check the disk; a document is fetched again only while the manifest names it.',
    });
  }
}

/**
 * Reads a document that was verified when it was accepted.
 *
 * @throws DocumentLostError `ERR_DOCUMENT_LOST`
 */
export const readDeployment = async (
  store: Pick<DeviceStore, 'getDocument'>,
  digest: Digest,
  read: DeploymentReader,
): Promise<ApplicationDeployment> => {
  const bytes = await held(store, digest);
  if (bytes === undefined) throw new DocumentLostError(digest, 'is missing from');
  const result = await read(digest, bytes, 'held');
  if (!result.ok) throw new DocumentError(APPLICATION_DEPLOYMENT.name, result.issues);
  return result.value;
};

const held = async (store: Pick<DeviceStore, 'getDocument'>, digest: Digest): Promise<Uint8Array | undefined> => {
  try {
    return await store.getDocument(digest);
  } catch (error) {
    if (error instanceof DigestMismatchError) throw new DocumentLostError(digest, 'was damaged in', error);
    throw error;
  }
};
