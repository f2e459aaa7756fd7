import {
  type ArchiveEntry,
  folded,
  isAbsolute,
  type ListedEntry,
  MAX_PATH_LENGTH,
} from '../../compose-archive/listing.js';
import type { Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** Most names in a path. */
const MAX_PATH_PARTS = 64;

/** CA-03 and CA-04: gives the entries whose paths are safe to look at, and reports the others. */
export const readPaths = (entries: readonly ArchiveEntry[], report: Report): ListedEntry[] =>
  entries.flatMap((entry, index): ListedEntry[] => {
    const { path, type } = entry;
    const at = ['entries', index];
    if (isAbsolute(path)) {
      report('CA-03', at, `The path ${quoted(path)} is absolute.`);
      return [];
    }
    const parts = path.split('/', MAX_PATH_LENGTH).filter((part) => part !== '' && part !== '.');
    const fault = faultOf(path, parts);
    if (fault !== undefined) {
      report('CA-04', at, `The path ${quoted(path)} ${fault}.`);
      return [];
    }
    // Many tools begin an archive with an entry for the directory that they packed from.
    if (parts.length === 0 && type === 'directory') return [];
    if (parts.length > 0) return [{ ...entry, index, parts }];
    report('CA-04', at, `The path ${quoted(path)} names nothing.`);
    return [];
  });

const faultOf = (path: string, parts: readonly string[]): string | undefined => {
  if (path.length > MAX_PATH_LENGTH) return `is longer than ${MAX_PATH_LENGTH} characters`;
  if (parts.length > MAX_PATH_PARTS) return `has more than ${MAX_PATH_PARTS} parts`;
  if (parts.includes('..')) return 'leads up';
  if (path.includes('\\')) return 'has a backslash';
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f]/.test(path) ? 'has a control character' : undefined;
};

/** CA-04: two entries are never one file. */
export const reportTwins = (entries: readonly ListedEntry[], report: Report): void => {
  const seen = new Map<string, ListedEntry>();
  for (const entry of entries) {
    const path = entry.parts.join('/');
    const other = seen.get(folded(path));
    seen.set(folded(path), entry);
    if (!other || (entry.type === 'directory' && other.type === 'directory')) continue;
    const at = ['entries', entry.index];
    if (other.parts.join('/') === path) report('CA-04', at, `${quoted(path)} stands twice.`);
    else {
      report('CA-04', at, `Some systems take ${quoted(path)} and ${quoted(other.path)} for one file.`, {
        severity: 'warning',
        hint: 'Let names differ in more than case.',
      });
    }
  }
};
