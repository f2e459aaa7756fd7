import { dirname } from 'node:path';
import type { FileSystem } from './file-system.js';

/** Ends the names of files that are being written; what carries it after a crash is litter. */
export const UNFINISHED = '.unfinished';

/**
 * Writes a file so that whoever reads it, also after a power cut, finds the old content or the new one, never a mixture.
 * The folder has to exist. When this throws, either may be there.
 */
export const writeAtomically = async (files: FileSystem, path: string, bytes: Uint8Array): Promise<void> => {
  const unfinished = `${path}${UNFINISHED}`;
  await files.writeFile(unfinished, bytes);
  await files.rename(unfinished, path);
  // Without this a power cut can take the rename back after we have acted on it.
  await files.syncFolder(dirname(path));
};
