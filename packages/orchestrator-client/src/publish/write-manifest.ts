import { sha256Digest } from '@margo-sdk/protocol';
import { joinBundle } from '@margo-sdk/protocol/node';
import {
  MEDIA_TYPES,
  stringifyStateManifest,
  type BundleReference,
  type DeploymentReference,
} from '@margo-sdk/spec-model';
import type { Artefact } from '../store/fleet-store.js';
import type { LoadedPiece } from './desired-state.js';
import { writeEntries } from './entry-run.js';
import type { ManifestUrls } from './manifest-urls.js';

/** Packs all deployments of a client. */
export const packBundle = async (pieces: readonly LoadedPiece[]): Promise<Artefact | null> => {
  if (pieces.length === 0) return null;
  const bytes = joinBundle(pieces.map(({ content }) => content.segment));
  return { kind: 'bundle', digest: await sha256Digest(bytes), bytes };
};

/**
 * Writes a manifest: what stands around the entries is written and checked each time, the entries are taken as they were
 * written when their deployments were published. The bytes are those of `stringifyStateManifest` (DS-36).
 *
 * @throws DocumentError `ERR_DOCUMENT_INVALID`: the version is none
 */
export const writeManifest = async (
  manifestVersion: bigint,
  pieces: readonly LoadedPiece[],
  bundle: Artefact | null,
  urls: ManifestUrls,
): Promise<Artefact> => {
  const [first] = pieces;
  const frame = stringifyStateManifest({
    manifestVersion,
    bundle: bundle && referToBundle(bundle, urls),
    deployments: first === undefined ? [] : [JSON.parse(first.content.entry) as DeploymentReference],
  });
  const bytes = first === undefined ? encode(frame) : withEntries(frame, first, pieces);
  return { kind: 'manifest', digest: await sha256Digest(bytes), bytes };
};

/** Puts all entries in the place of the first, which stands in the frame in the very words that it was written in. */
const withEntries = (frame: string, first: LoadedPiece, pieces: readonly LoadedPiece[]): Uint8Array => {
  const [before = NOTHING, after = NOTHING] = frame.split(first.content.entry).map(encode);
  const entries = writeEntries(pieces);
  const length = entries.reduce((sum, run) => sum + run.byteLength, 0) - 1;
  const bytes = new Uint8Array(before.length + length + after.length);
  bytes.set(before);
  let at = before.length;
  for (const run of entries) {
    bytes.set(run, at);
    at += run.byteLength;
  }
  // In place of the last comma.
  bytes.set(after, at - 1);
  return bytes;
};

const NOTHING = new Uint8Array();
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const referToBundle = ({ digest, bytes }: Artefact, urls: ManifestUrls): BundleReference => ({
  mediaType: MEDIA_TYPES.bundle,
  digest,
  sizeBytes: bytes.byteLength,
  url: urls.bundle(digest),
});
