import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import { refuse } from './answer.js';
import type { Handler } from './handler.js';
import { publishedArtefact } from './published-artefact.js';
import { serveArtefact } from './serve-artefact.js';

/** `GET /api/v1/deployments/{deploymentId}/{digest}`: one deployment, as the bytes that were published. */
export const getDeployment: Handler<'deployment'> = async (request, { deploymentId, digest }, context) => {
  const artefact = await publishedArtefact(digest, context);
  if (artefact?.kind !== 'deployment' || artefact.deploymentId !== deploymentId)
    return refuse('deployment-not-found', { detail: NO_DEPLOYMENT });
  return serveArtefact(request, {
    digest: artefact.digest,
    mediaType: MEDIA_TYPES.deployment,
    cacheControl: context.facts.immutable,
    bytes: () => artefact.bytes,
  });
};

/** The same for another client's, an unknown and a pruned one: nobody learns which (API-07, DS-25). */
const NO_DEPLOYMENT = 'This client has no such deployment.';
