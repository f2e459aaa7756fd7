import { MargoError } from '@margo-sdk/spec-model';

/** A file has more bytes than were to be read (`ERR_FILE_TOO_LARGE`). */
export class FileTooLargeError extends MargoError {
  override name = 'FileTooLargeError';

  constructor(path: string, maxBytes: number) {
    super('ERR_FILE_TOO_LARGE', `Expected at most ${maxBytes} bytes in ${path}, got more.`);
  }
}

/** The few things that are asked of a file system; every one of them may fail, and then throws what the platform says. */
export interface FileSystem {
  /**
   * Reads a whole file of at most `maxBytes`; undefined when it does not exist.
   *
   * @throws FileTooLargeError `ERR_FILE_TOO_LARGE`
   */
  readFile(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** Writes a whole file that only its owner may read (0600), and waits until it is on the disk. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * Adds bytes to the end of a file that is there, and waits until the whole file is on the disk; without any bytes it
   * only waits. A power cut before that can leave any part of them, or other bytes in their place.
   */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Cuts a file off after `length` bytes, and waits until that is on the disk. */
  truncate(path: string, length: number): Promise<void>;
  /** Puts a file in the place of another, in one moment. */
  rename(from: string, to: string): Promise<void>;
  /** Waits until what was made, renamed or removed in a folder is on the disk. */
  syncFolder(path: string): Promise<void>;
  /**
   * Makes a folder that only its owner may enter (0700), and those above it that are missing.
   *
   * @returns the topmost folder that was made; undefined when all were there
   */
  makeFolder(path: string): Promise<string | undefined>;
  /** Names of what a folder holds, sorted; empty when it does not exist. */
  list(path: string): Promise<readonly string[]>;
  /** Removes a file, or an empty folder; content when it is gone already. */
  remove(path: string): Promise<void>;
}
