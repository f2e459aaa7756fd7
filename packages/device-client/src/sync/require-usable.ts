import {
  DocumentError,
  MargoError,
  type DeploymentReference,
  type ParseResult,
  type ApplicationDeployment,
} from '@margo-sdk/spec-model';
import { revisionOf } from '../fingerprint.js';
import { UpdateRefusedError } from './update-refused-error.js';

/**
 * Makes sure that a document that was verified can be used: its shape, and its id (DS-16).
 *
 * @throws UpdateRefusedError `ERR_DEPLOYMENT_INVALID` or `ERR_DEPLOYMENT_ID_MISMATCH`
 */
export const requireUsable = async (
  read: ParseResult<ApplicationDeployment>,
  { deploymentId, digest }: DeploymentReference,
): Promise<void> => {
  const hint = 'The fleet manager has to publish a corrected deployment.';
  let id: string;
  try {
    if (!read.ok) throw new DocumentError('ApplicationDeployment', read.issues);
    const deployment = read.value;
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
  if (id === deploymentId) return;
  throw new UpdateRefusedError('ERR_DEPLOYMENT_ID_MISMATCH', `Expected deployment ${deploymentId}, got ${id}.`, {
    deploymentId,
    hint,
  });
};
