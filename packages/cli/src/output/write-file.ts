import { randomBytes } from 'node:crypto';
import { chmod, realpath, rename, rm, stat, writeFile as write } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { fileReason } from './file-fault.js';

/** Who may read a file that holds secrets: its owner. */
export const SECRET_MODE = 0o600;

/** Where names start from, and who may read what is written. */
export interface WriteOptions {
  readonly folder: string;
  readonly mode?: number;
}

/**
 * Writes a file as a whole: whoever reads it meanwhile sees the old text or the new one. A file that is there already
 * keeps its mode, unless one is asked for.
 */
export const writeFile = async (name: string, text: string, { folder, mode }: WriteOptions): Promise<void> => {
  const path = resolve(folder, name);
  try {
    const known = await stat(path).catch(() => undefined);
    if (known && !known.isFile()) {
      // A pipe or a device has no text that could be replaced.
      await write(path, text);
      return;
    }
    const target = known ? await realpath(path) : path;
    const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await write(draft, text, { mode: mode ?? (known ? SECRET_MODE : 0o666), flag: 'wx' });
      if (known && mode === undefined) await chmod(draft, known.mode & 0o777);
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`Cannot write ${printable(name)}: ${fileReason(code)}.`);
  }
};
