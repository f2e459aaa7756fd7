import type { ApplicationDescription } from '../../application-description/schema.js';
import type { Check } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** Files that the catalog can name, with the formats that each may have; an icon may have any. */
export const PACKAGE_FILES = {
  icon: undefined,
  descriptionFile: ['md', 'markdown'],
  releaseNotes: ['md', 'markdown', 'pdf'],
  // A plain text file often has no ending at all, as LICENSE.
  licenseFile: ['txt', 'md', 'markdown', 'pdf', ''],
} as const satisfies Record<string, readonly string[] | undefined>;

/** One of the files that a package can hold besides the description. */
export type PackageFile = keyof typeof PACKAGE_FILES;

/** AD-12: files of the catalog come with the package, in formats that a catalog can show. */
export const catalogFilesCheck: Check<ApplicationDescription> = {
  needs: ['metadata'],
  check: ({ metadata: { catalog } }, report) => {
    for (const [member, formats] of Object.entries(PACKAGE_FILES) as [PackageFile, readonly string[] | undefined][]) {
      const path = catalog.application?.[member];
      if (path === undefined) continue;
      const at = ['metadata', 'catalog', 'application', member];
      if (leavesPackage(path)) {
        report('AD-12', at, `${member} is not inside the package: ${quoted(path)}.`, {
          hint: 'Use a path relative to the description, for example ./resources/icon.png.',
        });
      } else if (formats && !formats.includes(endingOf(path))) {
        report('AD-12', at, `${member} ends with neither ${endings(formats)}: ${quoted(path)}.`, {
          hint: 'Use a file of another format.',
        });
      }
    }
  },
};

const leavesPackage = (path: string): boolean =>
  path === '' || /^[/\\]|^[a-z][a-z0-9+.-]*:/i.test(path) || path.split(/[/\\]/).includes('..');

/** `md` for `docs/readme.MD`, and nothing for `LICENSE`. */
const endingOf = (path: string): string => /[^/]\.([^./]*)$/.exec(path)?.[1]?.toLowerCase() ?? '';

const endings = (formats: readonly string[]): string =>
  formats
    .filter((format) => format !== '')
    .map((format) => `.${format}`)
    .join(' nor ');
