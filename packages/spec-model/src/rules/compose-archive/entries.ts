import {
  folded,
  isAbsolute,
  type ListedEntry,
  type Listing,
  MAX_PATH_LENGTH,
  parentsOf,
  resolveParts,
} from '../../compose-archive/listing.js';
import type { Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

const KINDS: readonly string[] = ['file', 'directory', 'symlink', 'link'];
/** setuid, setgid and sticky. */
const SPECIAL_BITS = 0o7000;

/** CA-05 to CA-07: what each entry is. */
export const reportEntries = ({ entries, top }: Listing, report: Report): void => {
  const links = new Set(
    entries.flatMap(({ parts, type }) => (type === 'symlink' || type === 'link' ? [folded(parts.join('/'))] : [])),
  );
  const symlinks = new Set(entries.flatMap(({ parts, type }) => (type === 'symlink' ? [folded(parts.join('/'))] : [])));
  for (const entry of entries) {
    const { path, type, mode = 0, parts, index } = entry;
    const at = ['entries', index];
    if (!KINDS.includes(type)) report('CA-06', at, `${quoted(path)} is of the type ${quoted(type)}.`);
    if ((mode & SPECIAL_BITS) !== 0) report('CA-07', at, `${quoted(path)} has special permission bits.`);
    if (links.size > 0 && parentsOf(folded(parts.join('/'))).some((parent) => links.has(parent))) {
      report('CA-05', at, `${quoted(path)} is below a link, so it would be unpacked somewhere else.`);
    }
    const fault = linkFault(entry, top, symlinks);
    if (fault !== undefined) report('CA-05', at, `The link ${quoted(path)} ${fault}.`);
  }
};

const linkFault = (
  { type, linkTarget, parts }: ListedEntry,
  top: string | undefined,
  symlinks: ReadonlySet<string>,
): string | undefined => {
  if (type !== 'symlink' && type !== 'link') return undefined;
  if (linkTarget === undefined || linkTarget === '') return 'leads nowhere';
  if (linkTarget.length > MAX_PATH_LENGTH) return `has a target of more than ${MAX_PATH_LENGTH} characters`;
  if (isAbsolute(linkTarget)) return `leads to the absolute path ${quoted(linkTarget)}`;
  // Where a link is on the way, what follows it is not where it seems to be: .. may only come first.
  const names = linkTarget.split('/').filter((part) => part !== '' && part !== '.');
  const ups = names.findIndex((part) => part !== '..');
  const down = ups === -1 ? [] : names.slice(ups);
  // eslint-disable-next-line no-control-regex
  if (down.includes('..') || /[\\\u0000-\u001f\u007f]/.test(linkTarget)) {
    return `leads by a way that cannot be followed for certain: ${quoted(linkTarget)}`;
  }
  const target = type === 'symlink' ? resolveParts(parts.slice(0, -1), linkTarget) : names;
  if (target === undefined || target[0] !== top) return `leads out of the top-level directory: ${quoted(linkTarget)}`;
  const place = folded(target.join('/'));
  if (type === 'link' && [...parentsOf(place), place].some((one) => symlinks.has(one))) {
    return `leads through another link: ${quoted(linkTarget)}`;
  }
  return undefined;
};
