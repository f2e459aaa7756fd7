import { folded, type Listing } from '../../compose-archive/listing.js';
import type { Report } from '../../reading/check.js';
import { listed, quoted, shortened } from '../../reading/wording.js';

/** The only name that the Compose file of an archive may have. */
export const COMPOSE_FILE = 'compose.yaml';
/** What else Compose files are called. */
const OTHER_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** CA-01, CA-02 and CA-10: one directory, named like the component, with the Compose file in it. */
export const reportLayout = (listing: Listing, componentName: string | undefined, report: Report): void => {
  const { entries, top, at } = listing;
  const names = [...new Set(entries.map(({ parts }) => parts[0] ?? ''))];
  if (top === undefined) report('CA-01', ['entries'], 'The archive has no top-level directory.');
  else if (names.length > 1) {
    const others = names.filter((name) => name !== top);
    report('CA-01', ['entries'], `Beside ${quoted(top)} stands ${listed(others, 'and', quoted)}.`);
  }
  if (top === undefined) return;
  const file = at.get(`${top}/${COMPOSE_FILE}`);
  if (file === undefined || file.type === 'directory') {
    const other = entries.find(
      ({ parts, type }) =>
        type !== 'directory' && parts.length === 2 && parts[0] === top && OTHER_NAMES.includes(folded(parts[1] ?? '')),
    );
    report(
      'CA-02',
      ['entries'],
      other ? `The Compose file is called ${quoted(other.parts[1])}.` : `There is no ${COMPOSE_FILE}.`,
    );
  }
  if (componentName !== undefined && componentName !== top) {
    report('CA-10', ['entries'], `The directory is called ${quoted(top)}, the component ${shortened(componentName)}.`, {
      hint: 'Name the directory like the component; readers must not rely on it.',
    });
  }
};
