import { MargoError, parseApplicationDeployment, type ApplicationDeployment, type Digest } from '@margo-sdk/spec-model';
import type { DeviceStore } from '../store/device-store.js';

/**
 * Reads a document that was verified when it was accepted.
 *
 * @throws MargoError `ERR_DOCUMENT_LOST`: the store does not have it any more
 * @throws DigestMismatchError `ERR_DIGEST_MISMATCH`: it was damaged since
 */
export const readDeployment = async (
  store: Pick<DeviceStore, 'getDocument'>,
  digest: Digest,
): Promise<ApplicationDeployment> => {
  const bytes = await store.getDocument(digest);
  if (bytes === undefined) {
    throw new MargoError('ERR_DOCUMENT_LOST', `The document ${digest} is not in the store any more.`, {
      hint: 'The fleet manager has to publish the deployment with another digest.',
    });
  }
  return parseApplicationDeployment(bytes);
};
