import type { DeploymentId } from '@margo-sdk/spec-model';
import { changed } from './desired-state.js';
import { publishNext, refuseOtherThanClient, type Publishing, type PublishOutcome } from './publish-next.js';
import { readDeployments, refuseTwice, type Source } from './read-deployments.js';

/** What shall be different from now on; everything else stays as it is. */
export interface DesiredChange {
  /** Deployments to add, or to put in place of those with the same id; as YAML text or the UTF-8 bytes of it. */
  readonly set?: readonly (Uint8Array | string)[];
  /** Ids of deployments to take off the devices (DS-24). What is not there does not matter. */
  readonly remove?: readonly DeploymentId[];
}

/**
 * Publishes a change to what a client shall run: reads and checks only what is set, whatever else the client runs.
 *
 * @throws DocumentError `ERR_DOCUMENT_INVALID`; MargoError `ERR_DEPLOYMENT_DUPLICATE`, `ERR_CLIENT_ID_INVALID`,
 *   `ERR_STORE_CONFLICT`, and what becomes of a document that the profile cannot say, see {@link inRevision}
 */
export const publishChange = async (
  publishing: Publishing,
  set: readonly Source[],
  remove: readonly DeploymentId[],
): Promise<PublishOutcome> => {
  refuseOtherThanClient(publishing.client);
  const pieces = await readDeployments(publishing, set, new Map());
  const removed = new Set(remove.map((id) => id.toLowerCase()));
  refuseTwice([...pieces.map(({ key }) => key), ...removed].sort());
  return publishNext(publishing, (now) => changed(now, pieces, removed));
};
