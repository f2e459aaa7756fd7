/** One entry of a tar archive, as whoever unpacks it reads it from its header. */
export interface ArchiveEntry {
  /** The path as it stands in the archive. */
  readonly path: string;
  /** `link` is a hard link; whatever an archive holds besides these is refused by any name. */
  readonly type: 'file' | 'directory' | 'symlink' | 'link' | (string & {});
  /** Where a link leads: from its own directory for a symlink, from the root of the archive for a hard link. */
  readonly linkTarget?: string | undefined;
  /** Permission bits. */
  readonly mode?: number | undefined;
}

/** An entry whose path is fit to be looked at. */
export interface ListedEntry extends ArchiveEntry {
  readonly index: number;
  /** The names on the way to it, the top-level directory first. */
  readonly parts: readonly string[];
}

/** What an archive holds. */
export interface Listing {
  readonly entries: readonly ListedEntry[];
  /** The top-level directory; undefined where there is none. */
  readonly top: string | undefined;
  /** What stands at a path, by its parts joined with slashes. */
  readonly at: ReadonlyMap<string, ListedEntry>;
  /** Paths of all directories, also of those that have no entry of their own. */
  readonly directories: ReadonlySet<string>;
}

/** Longest path, in characters. */
export const MAX_PATH_LENGTH = 1024;

/** Puts the entries in order. */
export const listingOf = (entries: readonly ListedEntry[]): Listing => {
  const at = new Map<string, ListedEntry>();
  const directories = new Set<string>();
  for (const entry of entries) {
    const path = entry.parts.join('/');
    at.set(path, entry);
    if (entry.type === 'directory') directories.add(path);
    for (const parent of parentsOf(path)) directories.add(parent);
  }
  const inside = entries.find(({ parts, type }) => parts.length > 1 || type === 'directory');
  return { entries, top: inside?.parts[0], at, directories };
};

/** The paths above a path, from the top. */
export const parentsOf = (path: string): string[] => {
  const parents: string[] = [];
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    parents.push(path.slice(0, slash));
  }
  return parents;
};

/**
 * The parts of a relative path from a directory, without those that name nothing.
 *
 * @returns undefined when the path is absolute, or leads out of the directory of the first part
 */
export const resolveParts = (from: readonly string[], path: string): readonly string[] | undefined => {
  if (isAbsolute(path)) return undefined;
  const parts = [...from];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 1) parts.pop();
    else return undefined;
  }
  return parts;
};

/** Whether a path is absolute on any system. */
export const isAbsolute = (path: string): boolean => /^(?:[/\\~]|[A-Za-z]:)/.test(path);

/** One spelling for all that some file system takes for the same name. */
export const folded = (path: string): string => path.normalize('NFKC').toLowerCase();
