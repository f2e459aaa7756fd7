import { createProblem, problemResponse } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import type { Handler } from './handler.js';
import { publishedArtefact } from './published-artefact.js';
import { IMMUTABLE, serveArtefact } from './serve-artefact.js';

/** `GET /api/v1/bundles/{digest}`: all deployments of a manifest, as the bytes that were published (DS-14, DS-28). */
export const getBundle: Handler<'bundle'> = async (request, { digest }, context) => {
  const artefact = await publishedArtefact(digest, context);
  if (artefact?.kind !== 'bundle')
    return problemResponse(createProblem('invalid-bundle', { detail: 'No such bundle was published to this client.' }));
  return serveArtefact(request, {
    digest: artefact.digest,
    mediaType: MEDIA_TYPES.bundle,
    cacheControl: IMMUTABLE,
    bytes: () => artefact.bytes,
  });
};
