import { gzipSync } from 'node:zlib';
import { bytesOf, type Bytes, type PublishedDocument } from './publication.js';

/** An entry of a tar archive, as wrong as it is wanted. */
export interface ArchiveEntry {
  readonly name: string;
  readonly bytes?: Uint8Array;
  /** POSIX type flag: `0` file, `1` hard link, `2` symbolic link, `3` character device, `5` folder. */
  readonly type?: '0' | '1' | '2' | '3' | '5';
  readonly linkName?: string;
}

const BLOCK = 512;
/** Offset, length and content of each field of a POSIX header that is not empty here. */
const fieldsOf = ({ name, bytes, type = '0', linkName = '' }: ArchiveEntry): [number, string][] => [
  [0, name],
  [100, '0000644\0'],
  [108, '0000000\0'],
  [116, '0000000\0'],
  [124, `${(bytes?.byteLength ?? 0).toString(8).padStart(11, '0')}\0`],
  [136, '00000000000\0'],
  [148, '        '],
  [156, type],
  [157, linkName],
  [257, 'ustar\x0000'],
];

const headerOf = (entry: ArchiveEntry): Bytes => {
  const header = new Uint8Array(BLOCK);
  for (const [at, text] of fieldsOf(entry)) header.set(bytesOf(text), at);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(bytesOf(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return header;
};

/** Writes a tar archive without asking whether anybody should. */
export const packArchive = (entries: readonly ArchiveEntry[]): Bytes => {
  const parts = entries.flatMap((entry) => {
    const bytes = entry.bytes ?? new Uint8Array();
    return [headerOf(entry), bytes, new Uint8Array((BLOCK - (bytes.byteLength % BLOCK)) % BLOCK)];
  });
  return joined([...parts, new Uint8Array(2 * BLOCK)]);
};

export const joined = (parts: readonly Uint8Array[]): Bytes => {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
};

/** The archive of a bundle: a gzip-compressed tar. */
export const packBundle = (entries: readonly ArchiveEntry[]): Bytes => compressed(packArchive(entries));

export const compressed = (bytes: Uint8Array): Bytes => new Uint8Array(gzipSync(bytes));

/** The entries that a correct bundle has. */
export const entriesOf = (documents: readonly PublishedDocument[]): ArchiveEntry[] =>
  documents.map(({ deploymentId, bytes }) => ({ name: `${deploymentId}.yaml`, bytes }));
