import type { ApplicationDeployment, Digest } from '@margo-sdk/spec-model';
import type { DeploymentReader } from '../reading/deployment-reader.js';
import type { DeviceStore } from '../store/device-store.js';
import { StoreError } from '../store/store-error.js';
import { recordOf } from './record-of.js';
import { DocumentLostError, readDeployment } from './read-deployment.js';

/**
 * Gives a document that a deployment refers to.
 *
 * @param key - of the record of the deployment
 */
export type DocumentOf = (key: string, digest: Digest) => Promise<ApplicationDeployment>;

/**
 * Makes the reader of accepted documents. While the manifest names a document it can be fetched again, so losing it
 * stalls the deployment and judges nothing: it throws a StoreError. One that was superseded is gone for good; only as a
 * failure (DocumentLostError) it lets the newer one have its turn (L-12).
 *
 * @param onDocumentLost - called when a document that is wanted has to be fetched again
 */
export const createDocumentReader = (
  store: DeviceStore,
  read: DeploymentReader,
  onDocumentLost: () => void,
): DocumentOf => {
  return async (key, digest) => {
    try {
      return await readDeployment(store, digest, read);
    } catch (error) {
      if (!(error instanceof DocumentLostError)) throw error;
      if (recordOf(await store.read(), key)?.accepted.digest !== digest) throw error;
      onDocumentLost();
      throw new StoreError('ERR_DOCUMENT_LOST', error.message, {
        cause: error,
        hint: 'It is fetched again with the next poll; check the disk if this happens again.',
      });
    }
  };
};
