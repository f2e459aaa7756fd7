import { constants, crc32, deflateRawSync } from 'node:zlib';
import type { BundleSegment } from '../../bundle/bundle-segment.js';
import { sizeInArchive, writeArchive } from '../../bundle/write-archive.js';

/** A piece of a deflate stream that refers to nothing before it, ends with a whole byte and is not the last one. */
export interface CompressedGroup {
  readonly compressed: Uint8Array;
  /** Bytes before compression. */
  readonly length: number;
  /** CRC-32 of the bytes before compression. */
  readonly crc32: number;
}

interface Kept extends CompressedGroup {
  readonly segments: readonly BundleSegment[];
}

/** Bytes that are compressed together, on average: more make the archive smaller and a change more work. */
const GROUP_BYTES = 64 * 1024;

/** What was compressed, by the first segment: it lives as long as whoever publishes keeps that segment. */
const KEPT = new WeakMap<BundleSegment, Kept>();

/**
 * Divides segments into groups. Whether one ends a group is its own affair, drawn from its name and the likelier the
 * longer it is: so a deployment that comes, goes or changes touches the group it is in and at most the one after it.
 *
 * @param segments - in the order of the archive
 */
export const groupsOf = (segments: readonly BundleSegment[]): readonly (readonly BundleSegment[])[] => {
  const groups: BundleSegment[][] = [];
  let open: BundleSegment[] = [];
  for (const segment of segments) {
    open.push(segment);
    if (crc32(segment.name) % GROUP_BYTES >= sizeInArchive(segment)) continue;
    groups.push(open);
    open = [];
  }
  return open.length === 0 ? groups : [...groups, open];
};

/** Compresses a group, or gives what came of it the last time. */
export const compressGroup = (segments: readonly BundleSegment[]): CompressedGroup => {
  const [first] = segments;
  const kept = first && KEPT.get(first);
  if (kept && isSame(kept.segments, segments)) return kept;
  const group = compressPiece(writeArchive(segments));
  if (first) KEPT.set(first, { ...group, segments });
  return group;
};

/** Compresses a piece of the archive. A flush instead of an end leaves the stream open. */
export const compressPiece = (bytes: Uint8Array): CompressedGroup => ({
  compressed: deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH }),
  length: bytes.byteLength,
  crc32: crc32(bytes),
});

const isSame = (some: readonly BundleSegment[], others: readonly BundleSegment[]): boolean =>
  some.length === others.length && some.every((segment, index) => segment === others[index]);
