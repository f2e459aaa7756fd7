import { BundleError } from './bundle-error.js';

/** Everything in a tar archive comes in blocks of this many bytes. */
export const BLOCK = 512;

/** What the header of an entry says, as far as a bundle needs it. POSIX ustar. */
export interface Header {
  /** With the prefix, where there is one. */
  readonly name: string;
  readonly size: number;
  /** One character. */
  readonly type: string;
}

/** Where a field of a header stands: offset and length in bytes. */
export type Field = readonly [number, number];

export const NAME: Field = [0, 100];
export const SIZE: Field = [124, 12];
export const CHECKSUM: Field = [148, 8];
export const TYPE_AT = 156;
export const MAGIC_AT = 257;
const PREFIX: Field = [345, 155];

export const POSIX_MAGIC = 'ustar\u000000';
/** GNU keeps other things where POSIX has the prefix. */
const GNU_MAGIC = 'ustar  \0';

const SPACE = 0x20;
const DIGIT_0 = 0x30;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the header of an entry.
 *
 * @param tar - the archive; read in place, because views of it would cost more than the reading
 * @param at - where the header begins; 512 bytes follow
 * @throws BundleError `ERR_BUNDLE_ARCHIVE_INVALID`
 */
export const readHeader = (tar: Uint8Array, at: number): Header => {
  if (octal(tar, at, CHECKSUM) !== sumOf(tar, at)) throw invalid('a checksum that fits the header');
  const isPosix = says(tar, at + MAGIC_AT, POSIX_MAGIC);
  if (!isPosix && !says(tar, at + MAGIC_AT, GNU_MAGIC)) throw invalid('the mark of a tar header');
  const prefix = isPosix ? text(tar, at, PREFIX) : '';
  const name = text(tar, at, NAME);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: octal(tar, at, SIZE),
    type: String.fromCharCode(tar[at + TYPE_AT] ?? 0),
  };
};

/** Whether there is nothing but zeros from one place up to another. */
export const isZero = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at += 1) if (bytes[at] !== 0) return false;
  return true;
};

/** The sum of all bytes of a header, where those of the checksum itself count as spaces. */
export const sumOf = (tar: Uint8Array, start: number): number => {
  let total = CHECKSUM[1] * SPACE;
  const checksum = start + CHECKSUM[0];
  for (let at = start; at < checksum; at += 1) total += tar[at] ?? 0;
  for (let at = checksum + CHECKSUM[1]; at < start + BLOCK; at += 1) total += tar[at] ?? 0;
  return total;
};

const says = (bytes: Uint8Array, start: number, ascii: string): boolean => {
  for (let index = 0; index < ascii.length; index += 1)
    if (bytes[start + index] !== ascii.charCodeAt(index)) return false;
  return true;
};

/** Octal digits between spaces and zeros. Larger numbers have a binary form, and no bundle needs them. */
const octal = (bytes: Uint8Array, start: number, [offset, length]: Field): number => {
  let at = start + offset;
  const end = at + length;
  while (at < end && bytes[at] === SPACE) at += 1;
  const first = at;
  let value = 0;
  for (; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - DIGIT_0;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  const digits = at - first;
  while (at < end && (bytes[at] === SPACE || bytes[at] === 0)) at += 1;
  if (digits === 0 || at < end) throw invalid('octal numbers');
  return value;
};

/** Text up to the first zero; what is hidden behind it is refused. */
const text = (bytes: Uint8Array, start: number, [offset, length]: Field): string => {
  const from = start + offset;
  let end = from;
  while (end < from + length && bytes[end] !== 0) end += 1;
  if (!isZero(bytes, end, from + length)) throw invalid('names without zeros in them');
  if (end === from) return '';
  try {
    return UTF8.decode(bytes.subarray(from, end));
  } catch {
    throw invalid('names in UTF-8');
  }
};

const invalid = (expected: string): BundleError =>
  new BundleError('ERR_BUNDLE_ARCHIVE_INVALID', `Expected a tar archive with ${expected}.`);
