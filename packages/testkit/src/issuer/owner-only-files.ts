import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MargoError } from '@margo-sdk/spec-model';

/** Whether what is there already may be replaced. */
export interface SaveOptions {
  /** Default: no; what is there is kept and `ERR_FILE_EXISTS` is thrown. */
  readonly overwrite?: boolean;
}

/** Texts by the names of their files; undefined for what must not be left from before. */
export type Files = Readonly<Record<string, string | undefined>>;

/** A key in PEM has some hundreds of bytes; what has many more is something else. */
const MAX_BYTES = 64 * 1024;
const GROUP_AND_OTHERS = 0o077;

/**
 * Writes files that only their owner may read (0600), into a folder that only its owner may enter (0700)
 * where it is made here.
 *
 * @throws MargoError `ERR_FILE_EXISTS` before anything is written
 */
export const writeOwnerOnly = async (
  folder: string,
  files: Files,
  { overwrite = false }: SaveOptions,
): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const path of paths) {
    if (overwrite) await rm(path, { force: true });
    else if (await exists(path)) throw existing(path);
  }
  // `wx` never writes into a file that is there, so no looser permissions and no link can be taken over.
  for (const [name, text] of Object.entries(files))
    if (text !== undefined) await writeFile(join(folder, name), text, { flag: 'wx', mode: 0o600 });
};

/**
 * Reads a file that only its owner may read.
 *
 * @returns undefined when it is not there
 * @throws MargoError `ERR_FILE_PERMISSIONS` when others may read or write it; Windows knows no such permissions
 * @throws MargoError `ERR_FILE_TOO_LARGE`
 */
export const readOwnerOnly = async (folder: string, name: string): Promise<string | undefined> => {
  const path = join(folder, name);
  const found = await stat(path).catch(absent);
  if (found === undefined) return undefined;
  if (process.platform !== 'win32' && (found.mode & GROUP_AND_OTHERS) !== 0)
    throw new MargoError('ERR_FILE_PERMISSIONS', `Others than its owner may open ${path}.`, {
      hint: 'A key that others can read is theirs as well: issue a new one, or use chmod 600 if you know that nobody has.',
    });
  if (found.size > MAX_BYTES)
    throw new MargoError('ERR_FILE_TOO_LARGE', `Expected at most ${MAX_BYTES} bytes in ${path}, got ${found.size}.`);
  return readFile(path, 'utf8');
};

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(absent)) !== undefined;

const absent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};

const existing = (path: string): MargoError =>
  new MargoError('ERR_FILE_EXISTS', `There is a file already where one was to be written: ${path}.`, {
    hint: 'Use another folder, or say that it may be overwritten: what it holds is lost then.',
  });
