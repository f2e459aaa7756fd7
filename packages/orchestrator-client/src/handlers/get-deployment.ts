import { createProblem, problemResponse } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import type { Handler } from './handler.js';
import { publishedArtefact } from './published-artefact.js';
import { IMMUTABLE, serveArtefact } from './serve-artefact.js';

/** `GET /api/v1/deployments/{deploymentId}/{digest}`: one deployment, as the bytes that were published. */
export const getDeployment: Handler<'deployment'> = async (request, { deploymentId, digest }, context) => {
  const artefact = await publishedArtefact(digest, context);
  if (artefact?.kind !== 'deployment' || artefact.deploymentId !== deploymentId)
    return problemResponse(
      createProblem('deployment-not-found', { detail: 'No such deployment was published to this client.' }),
    );
  return serveArtefact(request, {
    digest: artefact.digest,
    mediaType: MEDIA_TYPES.deployment,
    cacheControl: IMMUTABLE,
    bytes: () => artefact.bytes,
  });
};
