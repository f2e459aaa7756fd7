import { accepts } from '@margo-sdk/protocol';
import { MargoError, MEDIA_TYPES, type Digest } from '@margo-sdk/spec-model';
import { publishFirstManifest } from '../publish/publish-desired-state.js';
import type { PublishedManifest } from '../store/fleet-store.js';
import { refuse } from './answer.js';
import type { Handler, HandlerContext } from './handler.js';
import { PRIVATE, serveArtefact } from './serve-artefact.js';

/**
 * `GET /api/v1/deployments`: the manifest in force.
 *
 * The specification does not say what a client gets that nothing was published to yet. Here its first poll publishes
 * the empty desired state as version 1: the device can start, what it holds has a version that is never used again
 * (DS-08, M-26), and a `404` goes on meaning that no fleet manager answers there (M-02).
 */
export const getStateManifest: Handler<'stateManifest'> = async (request, _, context) => {
  const accept = request.header('accept');
  if (accept !== MEDIA_TYPES.manifest && !accepts(accept, MEDIA_TYPES.manifest))
    return refuse('server-cannot-generate-response', { detail: `There is nothing but ${MEDIA_TYPES.manifest}.` });
  const { digest } = await manifestInForce(context);
  return serveArtefact(request, {
    digest,
    mediaType: MEDIA_TYPES.manifest,
    cacheControl: PRIVATE,
    bytes: () => manifestBytes(context, digest),
  });
};

const manifestInForce = async ({ store, caller, now }: HandlerContext): Promise<PublishedManifest> => {
  const latest = await store.latestManifest(caller);
  if (latest !== undefined) return latest;
  await publishFirstManifest({ store, client: caller, now });
  return (await store.latestManifest(caller)) ?? lost('The store does not know the manifest that it took.');
};

const manifestBytes = async ({ store, caller }: HandlerContext, digest: Digest): Promise<Uint8Array> =>
  (await store.artefact(caller, digest))?.bytes ?? lost(`The store has no bytes for the manifest ${digest}.`);

const lost = (message: string): never => {
  throw new MargoError('ERR_STORE_INCONSISTENT', message, {
    hint: 'publish must keep the manifest and its artefacts together, or neither.',
  });
};
