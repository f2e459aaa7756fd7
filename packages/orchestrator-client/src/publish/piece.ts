import { packBundleEntry, type BundleSegment } from '@margo-sdk/protocol/node';
import { stringifyJson } from '@margo-sdk/spec-model';
import { endsRun } from './entry-run.js';
import type { Artefact, PublishedDeployment } from '../store/fleet-store.js';
import type { ManifestUrls } from './manifest-urls.js';

/** One deployment of a client, with what it contributes to a manifest and to a bundle. */
export interface Piece {
  /** Its id in lower case: UUIDs compare without case (RFC 9562 §4), and pieces stand in this order. */
  readonly key: string;
  readonly published: PublishedDeployment;
  /** Absent until it is read from the store: a client's other deployments are needed only for a new bundle. */
  content?: PieceContent;
}

/** What is made once of the bytes of a deployment, whatever else changes around it. */
export interface PieceContent {
  readonly bytes: Uint8Array;
  /** Its entry in the manifest, as it is written there. */
  readonly entry: string;
  /** Whether it is the last of the entries that are kept together. */
  readonly endsRun: boolean;
  /** Its part of the archive: the same object each time, so that what surrounds it is compressed once. */
  readonly segment: BundleSegment;
  /** About how many bytes it takes to remember it. */
  readonly weight: number;
}

/** A piece whose bytes are at hand, or, without bytes, one whose bytes the store has. */
export const createPiece = (
  published: PublishedDeployment,
  loaded?: { readonly bytes: Uint8Array; readonly urls: ManifestUrls },
): Piece => ({
  key: published.deploymentId.toLowerCase(),
  published,
  ...(loaded && { content: contentOf(published, loaded.bytes, loaded.urls) }),
});

/** Gives a piece its bytes. */
export const contentOf = (
  { deploymentId, digest }: PublishedDeployment,
  bytes: Uint8Array,
  urls: ManifestUrls,
): PieceContent => {
  const url = urls.deployment(deploymentId, digest);
  return {
    bytes,
    entry: stringifyJson({ deploymentId, digest, sizeBytes: bytes.byteLength, url }),
    endsRun: endsRun(deploymentId),
    segment: packBundleEntry({ deploymentId, bytes }),
    weight: 2 * bytes.byteLength + RECORD_BYTES,
  };
};

/** About what the record of a deployment takes, and its entry; its bytes count twice for what they are compressed to. */
const RECORD_BYTES = 1024;

/** What the store keeps of a piece. */
export const artefactOf = ({ deploymentId, digest }: PublishedDeployment, { bytes }: PieceContent): Artefact => ({
  kind: 'deployment',
  deploymentId,
  digest,
  bytes,
});
