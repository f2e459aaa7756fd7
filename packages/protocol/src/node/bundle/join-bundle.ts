import type { BundleSegment } from '../../bundle/bundle-segment.js';
import { inOrder } from '../../bundle/entry.js';
import { GZIP_HEADER } from '../../bundle/gzip.js';
import { ARCHIVE_END } from '../../bundle/write-archive.js';
import { combineCrc32 } from './crc32.js';
import { compressGroup, compressPiece, groupsOf, type CompressedGroup } from './compressed-group.js';

/** A last block with nothing in it. RFC 1951 §3.2.6. */
const LAST_BLOCK = [3, 0];
const END = compressPiece(ARCHIVE_END);

/**
 * Joins deployments into a bundle archive: a tar in one gzip member, with one `<deploymentId>.yaml` each at its root
 * (DS-13, M-19). The same deployments give the same bytes in whatever order they come, also when only one of them is
 * new. Then about 64 KiB around it are compressed, however many there are: neighbours are compressed together, and
 * stay so for as long as their segments are the same objects.
 *
 * @param segments - from `packBundleEntry`; at least one, each deployment once
 * @throws MargoError `ERR_BUNDLE_EMPTY`: with no deployments the manifest's `bundle` is `null` (DS-09, DS-10)
 * @throws MargoError `ERR_BUNDLE_DUPLICATE`: a deployment comes twice
 *
 * @example
 * ```ts
 * import { joinBundle, packBundleEntry } from '@margo-sdk/protocol/node';
 *
 * const encode = (text: string) => new TextEncoder().encode(text);
 * const [one, two] = ['7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11', 'fc1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b22'] as const;
 * const kept = packBundleEntry({ deploymentId: one, bytes: encode(`id: ${one}\n`) });
 * const before = packBundleEntry({ deploymentId: two, bytes: encode(`id: ${two}\n`) });
 * const after = packBundleEntry({ deploymentId: two, bytes: encode(`id: ${two}\n# changed\n`) });
 * console.log(joinBundle([kept, before]).byteLength, joinBundle([kept, after]).byteLength);
 * ```
 */
export const joinBundle = (segments: readonly BundleSegment[]): Uint8Array => {
  const groups = [...groupsOf(inOrder(segments)).map(compressGroup), END];
  const bytes = new Uint8Array(
    GZIP_HEADER.length +
      groups.reduce((size, { compressed }) => size + compressed.byteLength, 0) +
      LAST_BLOCK.length +
      8,
  );
  bytes.set(GZIP_HEADER);
  let at = GZIP_HEADER.length;
  for (const { compressed } of groups) {
    bytes.set(compressed, at);
    at += compressed.byteLength;
  }
  bytes.set(LAST_BLOCK, at);
  const { crc32, length } = groups.reduce(append, { crc32: 0, length: 0 });
  const trailer = new DataView(bytes.buffer, at + LAST_BLOCK.length);
  trailer.setUint32(0, crc32, true);
  trailer.setUint32(4, length % 2 ** 32, true);
  return bytes;
};

type Checked = Pick<CompressedGroup, 'crc32' | 'length'>;

const append = (before: Checked, next: Checked): Checked => ({
  crc32: combineCrc32(before.crc32, next.crc32, next.length),
  length: before.length + next.length,
});
