import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import { refuse } from './answer.js';
import type { Handler } from './handler.js';
import { publishedArtefact } from './published-artefact.js';
import { serveArtefact } from './serve-artefact.js';

/** `GET /api/v1/bundles/{digest}`: all deployments of a manifest, as the bytes that were published (DS-14, DS-28). */
export const getBundle: Handler<'bundle'> = async (request, { digest }, context) => {
  const artefact = await publishedArtefact(digest, context);
  if (artefact?.kind !== 'bundle') return refuse('invalid-bundle', { detail: NO_BUNDLE });
  return serveArtefact(request, {
    digest: artefact.digest,
    mediaType: MEDIA_TYPES.bundle,
    cacheControl: context.facts.immutable,
    bytes: () => artefact.bytes,
  });
};

/** The same for another client's, an unknown and a pruned one: nobody learns which (API-07, DS-25). */
const NO_BUNDLE = 'This client has no such bundle.';
