import { BundleError } from './bundle-error.js';
import type { BundleLimits } from './bundle-limits.js';

/** Smallest gzip member: header of 10 bytes, an empty block of 2, checksum and length of 4 each. RFC 1952 §2.3. */
const SMALLEST = 20;
/** What every archive may have, however well it is compressed: tar pads small files with zeros. */
const FREE_BYTES = 1024 * 1024;

/** Undoes gzip. Gives `size` bytes, or fewer if there are fewer, and rejects as soon as there are more. */
export type Gunzip = (bytes: Uint8Array, size: number) => Promise<Uint8Array>;

/**
 * Undoes the compression of a bundle. The length that its end promises is held against the limits first; memory is
 * taken for that much, and the first byte more ends the reading. So neither a bomb nor a second member gets through.
 *
 * @throws BundleError `ERR_BUNDLE_TOO_LARGE` or `ERR_BUNDLE_COMPRESSION_INVALID`
 */
export const decompress = async (
  bytes: Uint8Array,
  limits: Required<BundleLimits>,
  gunzip: Gunzip,
): Promise<Uint8Array> => {
  if (bytes.byteLength < SMALLEST || bytes[0] !== 0x1f || bytes[1] !== 0x8b)
    throw invalid('Expected a gzip stream, got something else.');
  const promised = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.byteLength - 4, true);
  requireWithin(limits, promised, bytes.byteLength);
  const message = `The compressed stream is damaged, cut off, or not one gzip member of ${promised} bytes.`;
  const unpacked = await gunzip(bytes, promised).catch((cause: unknown) => {
    throw invalid(message, cause);
  });
  if (unpacked.byteLength !== promised) throw invalid(message);
  return unpacked;
};

const requireWithin = ({ maxUnpackedBytes, maxRatio }: Required<BundleLimits>, promised: number, packed: number) => {
  if (promised > maxUnpackedBytes)
    throw tooLarge(`Expected at most ${maxUnpackedBytes} bytes in the bundle, got ${promised}.`);
  if (promised > FREE_BYTES && promised > packed * maxRatio)
    throw tooLarge(`Expected at most ${maxRatio} bytes out of each compressed one, got ${promised} out of ${packed}.`);
};

const invalid = (message: string, cause?: unknown): BundleError =>
  new BundleError('ERR_BUNDLE_COMPRESSION_INVALID', message, { cause });
const tooLarge = (message: string): BundleError =>
  new BundleError('ERR_BUNDLE_TOO_LARGE', message, { hint: 'Raise the limit if such a size is meant.' });
