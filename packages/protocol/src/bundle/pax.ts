import { BundleError } from './bundle-error.js';

/** Attributes that would change what the entry itself says: its name, its size, what it links to, where it has holes. */
const HARMFUL = /^(path|linkpath|size|GNU\.sparse\.)/;
/** Times and labels take some hundred bytes. Records are tiny, and a bundle full of them would keep the device busy. */
const MAX_BYTES = 4096;
/** The length of the record in bytes, itself included, then a space. */
const LENGTH = /^([1-9]\d{0,8}) /;

/**
 * Lets attributes pass that say nothing about the content, such as times with fractions, which common packers write.
 *
 * @param bytes - records of the form `<length> <name>=<value>` with a line feed each; POSIX pax
 * @throws BundleError `ERR_BUNDLE_ENTRY_REFUSED` or `ERR_BUNDLE_ARCHIVE_INVALID`
 */
export const requireHarmless = (bytes: Uint8Array): void => {
  if (bytes.byteLength > MAX_BYTES)
    throw refused(`plain entries with at most ${MAX_BYTES} bytes of attributes, got ${bytes.byteLength}`);
  let at = 0;
  while (at < bytes.byteLength) {
    const length = Number(LENGTH.exec(ascii(bytes.subarray(at, at + 10)))?.[1]);
    const record = bytes.subarray(at, at + length);
    const equals = record.indexOf(0x3d);
    if (!(record.byteLength === length) || equals === -1 || record.at(-1) !== 0x0a)
      throw new BundleError('ERR_BUNDLE_ARCHIVE_INVALID', 'Expected a tar archive with attributes of pax.');
    const name = ascii(record.subarray(`${length} `.length, equals));
    if (HARMFUL.test(name)) throw refused(`plain entries, got the attribute ${name.slice(0, 40)}`);
    at += length;
  }
};

const refused = (what: string): BundleError => new BundleError('ERR_BUNDLE_ENTRY_REFUSED', `Expected ${what}.`);

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 64));
