import { sha256Digest } from '@margo-sdk/protocol';
import { DocumentError, MargoError, refusedByWriters, safeParseApplicationDeployment } from '@margo-sdk/spec-model';
import type { Digest } from '@margo-sdk/spec-model';
import type { PublishedDeployment } from '../store/fleet-store.js';
import { createPiece, type Piece } from './piece.js';

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
 * @param sources - what {@link takeSources} took
 * @param known - what is published already; what has its bytes was checked and is not checked again
 * @throws DocumentError `ERR_DOCUMENT_INVALID`
 * @throws MargoError `ERR_DEPLOYMENT_DUPLICATE`
 */
export const readDeployments = async (
  sources: readonly Source[],
  known: ReadonlyMap<Digest, PublishedDeployment>,
): Promise<readonly Piece[]> => {
  const pieces = await Promise.all(sources.map((source) => readDeployment(source, known)));
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
  { bytes, kind }: Source,
  known: ReadonlyMap<Digest, PublishedDeployment>,
): Promise<Piece> => {
  const digest = await sha256Digest(bytes);
  return createPiece(known.get(digest) ?? check(bytes, digest, kind), bytes);
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
