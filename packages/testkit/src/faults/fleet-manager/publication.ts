import { formatETag, sha256Digest } from '@margo-sdk/protocol';
import { MEDIA_TYPES, stringifyJson, type JsonValue } from '@margo-sdk/spec-model';
import { pathOf, type Wire } from '../wire.js';

/** Bytes of our own, never of shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** One deployment that is published. */
export interface PublishedDocument {
  readonly deploymentId: string;
  readonly digest: string;
  readonly bytes: Bytes;
}

/** All that is published to a client, taken apart so that it can be put together wrongly. */
export interface Publication {
  readonly wire: Wire;
  readonly version: bigint;
  readonly deployments: readonly PublishedDocument[];
  /** Null when there are no deployments. */
  readonly bundle: Bytes | null;
}

/** What is served in its place. */
export interface Forgery {
  readonly manifest: Bytes;
  /** With its quotes; null for none. */
  readonly etag: string | null;
  /** Bodies by their path. */
  readonly artefacts: ReadonlyMap<string, Bytes>;
}

/** A manifest as plain data, so that members can be changed, added and left out. */
export type ManifestMembers = Record<string, JsonValue>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const bytesOf = (text: string): Bytes => encoder.encode(text);
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);

/** The correct manifest of a publication, as data. */
export const membersOf = async ({ wire, version, deployments, bundle }: Publication): Promise<ManifestMembers> => {
  const digest = bundle === null ? '' : await sha256Digest(bundle);
  return {
    bundle:
      bundle === null
        ? null
        : {
            digest,
            mediaType: MEDIA_TYPES.bundle,
            sizeBytes: bundle.byteLength,
            url: pathOf(wire, 'bundle', { digest }),
          },
    deployments: deployments.map(({ deploymentId, digest: of, bytes }) => ({
      deploymentId,
      digest: of,
      sizeBytes: bytes.byteLength,
      url: pathOf(wire, 'deployment', { deploymentId, digest: of }),
    })),
    manifestVersion: version,
  };
};

/** Serves a manifest of these bytes, with its own ETag, and the artefacts of the publication. */
export const forgeryOf = async (publication: Publication, manifest: Bytes, etag?: string | null): Promise<Forgery> => {
  const artefacts = new Map<string, Bytes>();
  for (const { deploymentId, digest, bytes } of publication.deployments)
    artefacts.set(pathOf(publication.wire, 'deployment', { deploymentId, digest }), bytes);
  if (publication.bundle !== null)
    artefacts.set(
      pathOf(publication.wire, 'bundle', { digest: await sha256Digest(publication.bundle) }),
      publication.bundle,
    );
  return { manifest, etag: etag === undefined ? formatETag(await sha256Digest(manifest)) : etag, artefacts };
};

/** The publication with a manifest whose members were changed. */
export const forgeMembers = async (
  publication: Publication,
  change: (members: ManifestMembers) => ManifestMembers,
): Promise<Forgery> => forgeryOf(publication, bytesOf(stringifyJson(change(await membersOf(publication)))));

/** The publication with a manifest whose text was changed. */
export const forgeText = async (publication: Publication, change: (text: string) => string): Promise<Forgery> =>
  forgeryOf(publication, bytesOf(change(stringifyJson(await membersOf(publication)))));
