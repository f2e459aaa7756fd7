import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { FileTooLargeError, type FileSystem } from './file-system.js';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const unlessMissing = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** The file system of the machine. */
export const nodeFileSystem: FileSystem = {
  readFile: async (path, maxBytes) => {
    const file = await unlessMissing(open(path, 'r'));
    if (file === undefined) return undefined;
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw new FileTooLargeError(path, maxBytes);
      return new Uint8Array(await file.readFile());
    } finally {
      await file.close();
    }
  },

  writeFile: async (path, bytes) => {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },

  append: async (path, bytes) => {
    const file = await open(path, constants.O_WRONLY | constants.O_APPEND);
    try {
      if (bytes.byteLength > 0) await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
  },

  truncate: async (path, length) => {
    const file = await open(path, 'r+');
    try {
      await file.truncate(length);
      await file.sync();
    } finally {
      await file.close();
    }
  },

  rename,

  syncFolder: async (path) => {
    // Windows cannot open a folder; there the rename itself is all that can be asked for.
    if (process.platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },

  makeFolder: (path) => mkdir(path, { recursive: true, mode: 0o700 }),

  list: async (path) => ((await unlessMissing(readdir(path))) ?? []).sort(),

  remove: async (path) => {
    try {
      await unlessMissing(unlink(path));
    } catch (error) {
      // unlink refuses folders: EISDIR on Linux, EPERM elsewhere.
      const code = codeOf(error);
      if (code !== 'EISDIR' && code !== 'EPERM') throw error;
      await unlessMissing(rmdir(path));
    }
  },
};
