import { BLOCK } from './tar-header.js';
import { writeHeader } from './write-header.js';

/** A file of an archive. */
export interface File {
  /** ASCII, at most 100 characters. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What ends an archive: two blocks of zeros. */
export const ARCHIVE_END = new Uint8Array(2 * BLOCK);

/** How many bytes a file takes in an archive: a header, and its content in whole blocks. */
export const sizeInArchive = ({ bytes }: File): number => BLOCK + Math.ceil(bytes.byteLength / BLOCK) * BLOCK;

/** Writes files as a piece of an archive, which {@link ARCHIVE_END} ends. */
export const writeArchive = (files: readonly File[]): Uint8Array<ArrayBuffer> => {
  const archive = new Uint8Array(files.reduce((size, file) => size + sizeInArchive(file), 0));
  let at = 0;
  for (const file of files) {
    writeHeader(archive, at, file.name, file.bytes.byteLength);
    archive.set(file.bytes, at + BLOCK);
    at += sizeInArchive(file);
  }
  return archive;
};
