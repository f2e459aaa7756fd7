import type { FileReference } from '../../compose-archive/file-references.js';
import { type Listing, resolveParts } from '../../compose-archive/listing.js';
import type { Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** CA-08 to CA-10: what the Compose file names is in the archive, or is not, as it has to be. */
export const reportReference = (reference: FileReference, listing: Listing, report: Report): void => {
  const { of, file, at, optional } = reference;
  const { top = '' } = listing;
  const parts = resolveParts([top], file);
  const path = parts?.join('/') ?? '';
  const isThere = listing.at.has(path) || listing.directories.has(path);
  if (of === 'secrets') {
    if (isThere) report('CA-09', at, `The secret ${quoted(file)} is in the archive.`);
  } else if (of === 'bind mount') {
    if (isThere) {
      report('CA-10', at, `${quoted(file)} is mounted and comes with the archive.`, {
        hint: 'Use a named volume, or configs for a file that comes with the application.',
      });
    }
  } else if (parts === undefined) {
    report('CA-08', at, `The file ${quoted(file)} of ${of} is not inside the archive.`);
  } else if (listing.directories.has(path)) {
    report('CA-08', at, `${quoted(file)} of ${of} is a directory.`);
  } else if (!isThere && !optional) {
    report('CA-08', at, `The file ${quoted(file)} of ${of} is missing from the archive.`);
  }
};
