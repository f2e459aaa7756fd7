import { dirname, resolve } from 'node:path';
import type { FileSystem } from './file-system.js';

/**
 * Makes a folder, and those above it that are missing, so that they outlive a power cut: the name of a folder is on the
 * disk only after the folder that holds it was synced.
 */
export const makeFolder = async (files: FileSystem, path: string): Promise<void> => {
  const topmost = await files.makeFolder(path);
  if (topmost === undefined) return;
  const last = resolve(topmost);
  for (let made = resolve(path); made.length >= last.length; made = dirname(made)) {
    await files.syncFolder(dirname(made));
    // A root is its own parent.
    if (made === dirname(made)) return;
  }
};
