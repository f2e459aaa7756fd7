import { accepts } from '@margo-sdk/protocol';
import { CURRENT_REVISION, MargoError, MEDIA_TYPES, type Digest } from '@margo-sdk/spec-model';
import { manifestUrls } from '../publish/manifest-urls.js';
import type { PublishedManifest } from '../store/fleet-store.js';
import { refuse } from './answer.js';
import type { Handler, HandlerContext } from './handler.js';
import type { HandlerAnswer, HandlerRequest } from './request.js';
import { PRIVATE, serveArtefact } from './serve-artefact.js';

/**
 * `GET /api/v1/deployments`: the manifest in force.
 *
 * The specification does not say what a client gets that nothing was published to yet. Here its first poll publishes
 * the empty desired state as version 1: the device can start, what it holds has a version that is never used again
 * (DS-08, M-26), and a `404` goes on meaning that no fleet manager answers there (M-02).
 *
 * A client that has moved here from another profile gets the same desired state in the form of this one, as a new version (M-71).
 */
export const getStateManifest: Handler<'stateManifest'> = async (request, _, context) => {
  const accept = request.header('accept');
  if (accept !== MEDIA_TYPES.manifest && !accepts(accept, MEDIA_TYPES.manifest))
    return refuse('server-cannot-generate-response', { detail: `There is nothing but ${MEDIA_TYPES.manifest}.` });
  const latest = await manifestInForce(context);
  const answer = await serveManifest(request, latest, context);
  if (answer.body === null || isOfProfile(latest, answer.body, context)) return answer;
  await context.publishInForce();
  const inForce = await manifestInForce(context);
  return inForce.digest === latest.digest ? answer : serveManifest(request, inForce, context);
};

const manifestInForce = async ({ store, caller, publishInForce }: HandlerContext): Promise<PublishedManifest> => {
  const latest = await store.latestManifest(caller);
  if (latest !== undefined) return latest;
  await publishInForce();
  return (await store.latestManifest(caller)) ?? lost('The store does not know the manifest that it took.');
};

const serveManifest = (
  request: HandlerRequest,
  { digest, version }: PublishedManifest,
  context: HandlerContext,
): Promise<HandlerAnswer> => {
  // A HEAD request hands out nothing.
  if (request.method === 'GET') context.served?.note(context.caller, version);
  return serveArtefact(request, {
    digest,
    mediaType: MEDIA_TYPES.manifest,
    cacheControl: PRIVATE,
    bytes: () => manifestBytes(context, digest),
  });
};

/** Characters of a manifest before the path of its bundle, and some more: its members stand in a fixed order (DS-36). */
const HEAD_LENGTH = 512;

/**
 * Tells by the path of the bundle whether a manifest is certainly meant for this profile; without deployments it is for
 * any. The older profiles share that path, so there the documents have to be looked at before anybody knows.
 */
const isOfProfile = (
  { bundle }: PublishedManifest,
  bytes: Uint8Array,
  { profile, facts, caller }: HandlerContext,
): boolean => {
  if (bundle === null) return true;
  if (facts.revision !== CURRENT_REVISION) return false;
  const url = JSON.stringify(manifestUrls(profile, caller).bundle(bundle));
  return new TextDecoder().decode(bytes.subarray(0, HEAD_LENGTH + url.length)).includes(url);
};

const manifestBytes = async ({ store, caller }: HandlerContext, digest: Digest): Promise<Uint8Array> =>
  (await store.artefact(caller, digest))?.bytes ?? lost(`The store has no bytes for the manifest ${digest}.`);

const lost = (message: string): never => {
  throw new MargoError('ERR_STORE_INCONSISTENT', message, {
    hint: 'publish must keep the manifest and its artefacts together, or neither.',
  });
};
