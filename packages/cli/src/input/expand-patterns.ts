import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { Context } from '../command.js';

/** A file to read, or a pattern that no file matches. */
export type Named = { readonly file: string } | { readonly pattern: string };

/** Folders that hold what other people wrote for other purposes. */
const IGNORED = ['**/node_modules/**', '**/.git/**'];

/**
 * Puts the files that it matches, sorted, in place of each pattern. A name that is that of a file is no pattern,
 * whatever characters it has. Each file is named once.
 */
export const expandPatterns = async (
  names: readonly string[],
  { folder, signal }: Pick<Context, 'folder' | 'signal'>,
): Promise<Named[]> => {
  const found = new Map<string, Named>();
  for (const name of names) {
    if (name === '-' || !isDynamicPattern(name) || existsSync(resolve(folder, name))) {
      found.set(name, { file: name });
      continue;
    }
    const files = await glob(name, { cwd: folder, ignore: IGNORED, expandDirectories: false, signal });
    if (files.length === 0) found.set(name, { pattern: name });
    for (const file of files.sort()) found.set(file, { file });
  }
  return [...found.values()];
};
