import { profileFacts, sha256Digest } from '@margo-sdk/protocol';
import {
  CURRENT_REVISION,
  DocumentError,
  MargoError,
  refusedByWriters,
  safeParseApplicationDeployment,
  type Digest,
} from '@margo-sdk/spec-model';
import type { PublishedDeployment } from '../store/fleet-store.js';
import type { LoadedPiece } from './desired-state.js';
import { deviceOfClient, isIdOf } from './device-of-client.js';
import { inRevision, type RevisionForm } from './in-revision.js';
import { manifestUrls, type ManifestUrls } from './manifest-urls.js';
import { createPiece, type Piece } from './piece.js';
import type { Publishing } from './publish-next.js';

/** The bytes of a document that is to be published. */
export interface Source {
  readonly bytes: Uint8Array;
  /** How messages call it. */
  readonly kind: string;
}

/**
 * Copies what is to be published, before anything is waited for: what has a digest must not change any more.
 *
 * @param documents - each an ApplicationDeployment as YAML text or the UTF-8 bytes of it
 * @throws DocumentError `ERR_DOCUMENT_INVALID`: one is neither
 */
export const takeSources = (documents: readonly (Uint8Array | string)[]): readonly Source[] =>
  documents.map((document, index) => {
    const kind = `ApplicationDeployment (number ${index + 1})`;
    return { bytes: bytesOf(document, kind), kind };
  });

/**
 * Reads what a client shall run, in the order of the ids: the same desired state is the same manifest, however it was
 * put together (DS-36).
 *
 * @param publishing - to whom, and in which profile
 * @param sources - what {@link takeSources} took
 * @param known - what is published already in this profile; what has its bytes was checked and is not checked again
 * @throws DocumentError `ERR_DOCUMENT_INVALID`
 * @throws MargoError `ERR_DEPLOYMENT_DUPLICATE`, and what {@link inRevision} throws
 */
export const readDeployments = async (
  publishing: Publishing,
  sources: readonly Source[],
  known: ReadonlyMap<Digest, PublishedDeployment>,
): Promise<readonly Piece[]> => {
  const urls = manifestUrls(publishing.profile, publishing.client);
  const pieces = await Promise.all(sources.map((source) => readDeployment(publishing, urls, source, known)));
  pieces.sort((a, b) => (a.key < b.key ? -1 : 1));
  refuseTwice(pieces.map(({ key }) => key));
  return pieces;
};

/** Refuses ids, sorted and in lower case, of which one comes twice. */
export const refuseTwice = (keys: readonly string[]): void => {
  const twice = keys.find((key, index) => key === keys[index + 1]);
  if (twice !== undefined)
    throw new MargoError('ERR_DEPLOYMENT_DUPLICATE', `The deployment ${twice} is named twice.`, {
      hint: 'A client runs each deployment once; give the other one an id of its own (DS-46).',
    });
};

const readDeployment = async (
  publishing: Publishing,
  urls: ManifestUrls,
  { bytes, kind }: Source,
  known: ReadonlyMap<Digest, PublishedDeployment>,
): Promise<Piece> => {
  const digest = await sha256Digest(bytes);
  const published = known.get(digest);
  if (published !== undefined) return createPiece(published, { bytes, urls });
  if (profileFacts(publishing.profile).revision === CURRENT_REVISION)
    return createPiece(check(bytes, digest, kind), { bytes, urls });
  const { store, client } = publishing;
  return inForm(publishing, urls, { bytes, kind }, () => deviceOfClient(store, client));
};

/** Brings a deployment that another profile has published to the form of this one. */
export const readForeign = (
  publishing: Publishing,
  urls: ManifestUrls,
  { published, content }: LoadedPiece,
): Promise<Piece> => {
  const { store, client } = publishing;
  const { deploymentId, deviceId } = published;
  const source = { bytes: content.bytes, kind: `ApplicationDeployment ${deploymentId}` };
  // That of the client was taken for want of another, and the device may have said since what it is called (M-69).
  return inForm(publishing, urls, source, () => (isIdOf(client, deviceId) ? deviceOfClient(store, client) : deviceId));
};

const inForm = async (
  { profile, acceptLoss }: Publishing,
  urls: ManifestUrls,
  { bytes, kind }: Source,
  deviceOfNameless: RevisionForm['deviceOfNameless'],
): Promise<Piece> => {
  const { revision } = profileFacts(profile);
  const { bytes: formed, ...facts } = await inRevision(bytes, kind, { revision, acceptLoss, deviceOfNameless });
  return createPiece({ ...facts, digest: await sha256Digest(formed) }, { bytes: formed, urls });
};

const check = (bytes: Uint8Array, digest: Digest, kind: string): PublishedDeployment => {
  const read = safeParseApplicationDeployment(bytes);
  if (!read.ok) throw new DocumentError(kind, read.issues);
  const refused = refusedByWriters(read.issues);
  if (refused.length > 0) throw new DocumentError(kind, refused);
  const { id: deploymentId, metadata, spec } = read.value;
  const components = spec.deploymentProfile.components.map(({ name }) => name);
  return { deploymentId, digest, deviceId: metadata.deviceId, components };
};

const bytesOf = (source: Uint8Array | string, kind: string): Uint8Array => {
  if (typeof source === 'string') return new TextEncoder().encode(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
  const message = `Expected YAML text or the UTF-8 bytes of it, got a value of type ${typeof source}.`;
  const hint = 'Write the document with stringifyApplicationDeployment first.';
  throw new DocumentError(kind, [{ rule: 'AX-00', severity: 'error', path: [], message, hint }]);
};
