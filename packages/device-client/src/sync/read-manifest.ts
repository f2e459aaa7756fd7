import { DocumentError, parseStateManifest, type StateManifest } from '@margo-sdk/spec-model';
import { UpdateRefusedError } from './update-refused-error.js';

/**
 * Reads a manifest. Refuses unknown digest algorithms (DS-33), versions that are none (M-06), and a bundle that
 * contradicts the deployments (M-25).
 *
 * @throws UpdateRefusedError `ERR_MANIFEST_INVALID`
 */
export const readManifest = (bytes: Uint8Array): StateManifest => {
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

/** Refuses more deployments than the device was told to take: `ERR_TOO_MANY_DEPLOYMENTS`. */
export const requireFewEnough = ({ deployments }: StateManifest, maxDeployments: number): void => {
  if (deployments.length <= maxDeployments) return;
  throw new UpdateRefusedError(
    'ERR_TOO_MANY_DEPLOYMENTS',
    `Expected a manifest with at most ${maxDeployments} deployments, got ${deployments.length}.`,
    { hint: 'Spread them over more devices, or raise maxDeployments if the device can bear so many.' },
  );
};
