import type { OciManifest } from '../../application-package/manifest.js';
import { fileOfMediaType, PACKAGE_ANNOTATIONS } from '../../application-package/media-types.js';
import { PATTERNS } from '../../identifiers/patterns.js';
import { atPointer } from '../../placement/json-pointer.js';
import type { Report } from '../../reading/check.js';
import { quoted, shortened } from '../../reading/wording.js';
import { PACKAGE_FILES } from '../application-description/catalog.js';

/** PK-03 and AD-09: the tag is the version. */
export const reportTag = (tag: string, description: unknown, report: Report): void => {
  const version = atPointer(description, '/metadata/version');
  if (typeof version !== 'string') {
    report('PK-03', ['description', 'metadata', 'version'], 'The description has no version to compare the tag with.');
    return;
  }
  // a tag has no plus, so an underscore stands for it, as it does in the revision of a component.
  const expected = version.replaceAll('+', '_');
  if (!PATTERNS.tag.test(expected)) {
    const said = `The version ${quoted(version)} cannot be an OCI tag, so the package cannot be tagged.`;
    report('AD-09', ['description', 'metadata', 'version'], said, { severity: 'error' });
  } else if (expected !== version) {
    report('AD-09', ['description', 'metadata', 'version'], `The version ${quoted(version)} cannot be an OCI tag.`, {
      hint: `Tag the package ${shortened(expected)}, or choose a version without a plus.`,
    });
  }
  if (tag === expected) return;
  if (isAlias(tag, expected)) {
    report('PK-03', ['tag'], `The tag ${quoted(tag)} is another name for some version.`, {
      severity: 'warning',
      hint: `Ask for the package by its version, ${shortened(expected)}.`,
    });
  } else report('PK-03', ['tag'], `The tag is ${quoted(tag)}, but the version is ${quoted(version)}.`);
};

/** `latest` moves from version to version, and so does `1.2` from 1.2.0 to 1.2.1. */
const isAlias = (tag: string, version: string): boolean => !/\d/.test(tag) || version.startsWith(`${tag}.`);

/** PK-04: what the catalog names is in the package, and nothing is in it for nothing. */
export const reportFiles = ({ layers }: OciManifest, description: unknown, report: Report): void => {
  const layersOf = new Map<string, Set<string>>();
  const titles = layers.map(({ mediaType, annotations = {} }) => {
    const file = fileOfMediaType(mediaType);
    const title = withoutDot(annotations[PACKAGE_ANNOTATIONS.title] ?? '');
    if (file !== undefined) layersOf.set(title, (layersOf.get(title) ?? new Set()).add(file));
    return file === undefined ? undefined : title;
  });
  const named = new Set<string>();
  for (const member of Object.keys(PACKAGE_FILES)) {
    const path = atPointer(description, `/metadata/catalog/application/${member}`);
    if (typeof path !== 'string') continue;
    const at = ['description', 'metadata', 'catalog', 'application', member];
    const found = layersOf.get(withoutDot(path));
    named.add(withoutDot(path));
    if (!found) report('PK-04', at, `No layer is titled ${quoted(path)}, which ${member} names.`);
    else if (!found.has(member)) {
      report('PK-04', at, `${member} is in the package as ${[...found].join(' and ')}.`, {
        severity: 'warning',
        hint: `Push it with the media type of ${member}.`,
      });
    }
  }
  titles.forEach((title, index) => {
    if (title === undefined || named.has(title)) return;
    const layer = title === '' ? 'a layer without title' : quoted(title);
    report('PK-04', ['manifest', 'layers', index], `The catalog does not name ${layer}.`, {
      severity: 'warning',
      hint: 'Name the file in metadata.catalog.application, or leave the layer out.',
    });
  });
};

const withoutDot = (path: string): string => path.replace(/^(?:\.\/)+/, '');
