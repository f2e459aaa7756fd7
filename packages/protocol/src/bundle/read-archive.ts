import { BundleError } from './bundle-error.js';
import { BLOCK, isZero, readHeader, type Header } from './tar-header.js';
import { requireHarmless } from './pax.js';

/** One file of an archive; its bytes are a view of the archive's. */
export interface ArchiveFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How much an archive may hold. */
export interface ArchiveLimits {
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
}

/** Attributes such as a time with fractions, in an entry of their own before the one they belong to. POSIX pax. */
const PAX_LOCAL = 'x';
const PAX_GLOBAL = 'g';
/** A regular file: `0`, or nothing, as before POSIX. */
const REGULAR = new Set(['0', '\0']);

/**
 * Reads a tar archive of regular files at its root, and refuses anything else that tar can say: it was to hold one file
 * for each deployment and nothing more (DS-13, M-19). Reads the whole of it before anything is given.
 *
 * @throws BundleError `ERR_BUNDLE_ARCHIVE_INVALID`, `ERR_BUNDLE_ENTRY_REFUSED`, `ERR_BUNDLE_DUPLICATE` or
 *   `ERR_BUNDLE_TOO_LARGE`
 */
export const readArchive = (tar: Uint8Array, limits: ArchiveLimits): readonly ArchiveFile[] => {
  const files: ArchiveFile[] = [];
  const names = new Set<string>();
  let attributesBefore = false;
  let at = 0;
  for (;;) {
    if (at + BLOCK > tar.byteLength) throw invalid('The archive is cut off: it has no end.');
    if (isZero(tar, at, at + BLOCK)) break;
    const header = readHeader(tar, at);
    const bytes = tar.subarray(at + BLOCK, at + BLOCK + header.size);
    at += BLOCK + Math.ceil(header.size / BLOCK) * BLOCK;
    if (at > tar.byteLength) throw invalid('The archive is cut off in the middle of an entry.');
    if (header.type === PAX_LOCAL || header.type === PAX_GLOBAL) {
      if (attributesBefore) throw refused('attributes of attributes');
      requireHarmless(bytes);
      attributesBefore = true;
      continue;
    }
    attributesBefore = false;
    const name = fileName(header);
    files.push({ name, bytes });
    requireRoom(files.length, header, limits);
    requireNew(names, name);
  }
  if (attributesBefore) throw invalid('The archive ends with attributes of an entry that does not follow.');
  requireEnd(tar, at);
  return files;
};

/** Two blocks of zeros end an archive; what fills it up to a round size are zeros as well. */
const requireEnd = (tar: Uint8Array, at: number): void => {
  if (at + 2 * BLOCK > tar.byteLength) throw invalid('The archive is cut off in the middle of its end.');
  if (!isZero(tar, at, tar.byteLength)) throw invalid('Something follows the end of the archive.');
};

/** Files are told apart by their content and never written under these names; a hostile name is refused all the same. */
const fileName = ({ name, type }: Header): string => {
  if (!REGULAR.has(type)) throw refused(`an entry of the type ${JSON.stringify(type)}`);
  const plain = name.replace(/^\.\//, '');
  if (plain === '' || plain === '.' || plain === '..' || /[/\\\p{Cc}]/u.test(plain))
    throw refused(`the file ${JSON.stringify(name.slice(0, 100))}`);
  return plain;
};

const requireRoom = (count: number, { size }: Header, { maxEntries, maxEntryBytes }: ArchiveLimits): void => {
  if (count > maxEntries)
    throw new BundleError('ERR_BUNDLE_ENTRY_UNKNOWN', `Expected ${maxEntries} deployments in the bundle, got more.`);
  if (size > maxEntryBytes)
    throw new BundleError(
      'ERR_BUNDLE_TOO_LARGE',
      `Expected at most ${maxEntryBytes} bytes a deployment, got ${size}.`,
      {
        hint: 'Raise the limit if such a size is meant.',
      },
    );
};

const requireNew = (names: Set<string>, name: string): void => {
  const { size } = names;
  if (names.add(name).size === size)
    throw new BundleError('ERR_BUNDLE_DUPLICATE', `Two files have the name ${JSON.stringify(name.slice(0, 100))}.`);
};

const invalid = (message: string): BundleError => new BundleError('ERR_BUNDLE_ARCHIVE_INVALID', message);
const refused = (what: string): BundleError =>
  new BundleError('ERR_BUNDLE_ENTRY_REFUSED', `Expected regular files at the root of the archive, got ${what}.`);
