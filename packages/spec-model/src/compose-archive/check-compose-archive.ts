import type { Issue } from '../issue.js';
import { collectIssues } from '../reading/collect-issues.js';
import { isMapping } from '../reading/mapping.js';
import { type DocumentSource, readSource } from '../reading/read-document.js';
import { reportEntries } from '../rules/compose-archive/entries.js';
import { COMPOSE_FILE, reportLayout } from '../rules/compose-archive/layout.js';
import { readPaths, reportTwins } from '../rules/compose-archive/paths.js';
import { reportReference } from '../rules/compose-archive/references.js';
import type { ReadLimits } from '../yaml/limits.js';
import { fileReferencesOf } from './file-references.js';
import { type ArchiveEntry, type Listing, listingOf } from './listing.js';

/** What is known about an archive besides its entries, and how much of it is looked at. */
export interface ComposeArchiveOptions extends ReadLimits {
  /** Text or bytes of its `compose.yaml`; without them, files that it names are not looked for. */
  readonly composeFile?: DocumentSource;
  /** Name of the component that the archive is. */
  readonly componentName?: string;
  /** Most entries that are looked at. Default 10 000. */
  readonly maxEntries?: number;
}

const MAX_ENTRIES = 10_000;
/** Compose files share settings between services by aliases, so a hundred are allowed where nothing else is said. */
const MAX_ALIASES = 100;

/**
 * Checks the entries of a Compose Archive before it is unpacked (CA-01 to CA-10). The names of files, links and
 * `compose.yaml` are somebody else's: nothing is trusted, nothing is unpacked, and the work is bounded.
 *
 * @param entries - what the headers of the tar archive say, in order
 * @returns what is wrong; each path begins with `entries` and the number of the entry, or with `compose.yaml`, and then
 * the issue also has a line
 *
 * @example
 * ```ts
 * import { checkComposeArchive } from '@margo-sdk/spec-model';
 *
 * const issues = checkComposeArchive(
 *   [
 *     { path: 'hello/', type: 'directory' },
 *     { path: 'hello/compose.yaml', type: 'file' },
 *     { path: 'hello/../../etc/passwd', type: 'file' },
 *   ],
 *   { composeFile: 'services: { web: { image: web, env_file: web.env } }' },
 * );
 * for (const { rule, message } of issues) console.log(rule, message);
 * ```
 */
export const checkComposeArchive = (entries: Iterable<ArchiveEntry>, options: ComposeArchiveOptions = {}): Issue[] => {
  const { composeFile, componentName, maxEntries = MAX_ENTRIES, ...limits } = options;
  let listing = listingOf([]);
  const issues = collectIssues((report) => {
    const some: ArchiveEntry[] = [];
    for (const entry of entries) {
      if (!(some.length < maxEntries)) {
        report('CA-01', ['entries'], `The archive has more than ${maxEntries} entries, and no more were looked at.`, {
          hint: 'Put fewer files into the archive, or pass a higher maxEntries if you trust where it comes from.',
        });
        break;
      }
      some.push(entry);
    }
    listing = listingOf(readPaths(some, report));
    reportTwins(listing.entries, report);
    reportEntries(listing, report);
    reportLayout(listing, componentName, report);
  });
  return composeFile === undefined
    ? issues
    : [...issues, ...checkComposeFile(composeFile, listing, { maxAliases: MAX_ALIASES, ...limits })];
};

const checkComposeFile = (source: DocumentSource, listing: Listing, limits: ReadLimits): Issue[] => {
  const { read } = readSource(source, limits);
  if (!read.ok) {
    return read.faults.map((fault) => ({ rule: 'CA-02', severity: 'error', path: [COMPOSE_FILE], ...fault }));
  }
  const { document } = read;
  const { value } = document;
  return collectIssues((report) => {
    if (!isMapping(value)) {
      report('CA-02', [], `${COMPOSE_FILE} is not a mapping.`, { hint: 'Write a Compose file into it.' });
    } else for (const reference of fileReferencesOf(value)) reportReference(reference, listing, report);
  }).map((issue) => ({ ...issue, path: [COMPOSE_FILE, ...issue.path], ...document.locate(issue.path) }));
};
