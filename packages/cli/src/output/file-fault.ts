import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';

/** What a file system answers, for people. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EEXIST: 'there is a file where a folder should be',
  EISDIR: 'it is a folder',
  EACCES: 'you are not allowed to write there',
  EPERM: 'you are not allowed to write there',
  EROFS: 'nothing can be written there',
  ENOSPC: 'there is no space left',
};

/** Why a file cannot be used, in a few words. */
export const fileReason = (code = 'unknown error'): string => REASONS[code] ?? code;

/** What the file system had against a command, as a fault of the call; undefined for any other error. */
export const asFileFault = (error: unknown): UsageError | undefined => {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined;
  const { code, path } = error as NodeJS.ErrnoException;
  return path === undefined ? undefined : new UsageError(`Cannot use ${printable(path)}: ${fileReason(code)}.`);
};
