import { BLOCK, CHECKSUM, MAGIC_AT, NAME, POSIX_MAGIC, SIZE, TYPE_AT, sumOf, type Field } from './tar-header.js';

const MODE: Field = [100, 8];
const OWNER: Field = [108, 8];
const GROUP: Field = [116, 8];
const TIME: Field = [136, 12];
const REGULAR = '0';

const putText = (archive: Uint8Array, at: number, ascii: string): void => {
  for (let index = 0; index < ascii.length; index += 1) archive[at + index] = ascii.charCodeAt(index);
};

/** Octal, with a zero byte behind it. */
const putNumber = (archive: Uint8Array, start: number, [at, length]: Field, value: number): void =>
  putText(archive, start + at, value.toString(8).padStart(length - 1, '0'));

/** What is the same in every header. Nothing of the machine that packs is in it: no time, no owner, one mode. */
const TEMPLATE = new Uint8Array(BLOCK);
putNumber(TEMPLATE, 0, MODE, 0o644);
putNumber(TEMPLATE, 0, OWNER, 0);
putNumber(TEMPLATE, 0, GROUP, 0);
putNumber(TEMPLATE, 0, TIME, 0);
putText(TEMPLATE, TYPE_AT, REGULAR);
putText(TEMPLATE, MAGIC_AT, POSIX_MAGIC);

/**
 * Writes the header of a regular file into an archive.
 *
 * @param at - where the header begins; 512 bytes follow
 * @param name - ASCII, at most 100 characters
 * @param size - bytes of the content, below 8 GiB
 */
export const writeHeader = (archive: Uint8Array, at: number, name: string, size: number): void => {
  archive.set(TEMPLATE, at);
  putText(archive, at + NAME[0], name);
  putNumber(archive, at, SIZE, size);
  putText(archive, at + CHECKSUM[0], `${sumOf(archive, at).toString(8).padStart(6, '0')}\0 `);
};
