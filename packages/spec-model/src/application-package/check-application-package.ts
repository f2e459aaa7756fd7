import type { ApplicationDescription } from '../application-description/schema.js';
import type { Issue } from '../issue.js';
import { collectIssues } from '../reading/collect-issues.js';
import { type DocumentSource, readSource } from '../reading/read-document.js';
import { reportFiles, reportTag } from '../rules/application-package/description.js';
import { reportArtifact, reportLayers } from '../rules/application-package/layers.js';
import { readManifest } from './manifest.js';

/** An application package, as far as it is known. */
export interface ApplicationPackage {
  /** The OCI image manifest, as parsed from its JSON. */
  readonly manifest: unknown;
  /** The tag that it was pulled by, or is to be pushed with. */
  readonly tag?: string;
  /** The description in it: read already, or its text or bytes. */
  readonly description?: ApplicationDescription | DocumentSource;
}

/**
 * Checks an application package (1.0.0-rc.3): its manifest (PK-01, PK-02, PK-05), and where they are given its tag
 * (PK-03) and the files that the description names (PK-04). What the description says besides is not looked at.
 *
 * @returns what is wrong, without positions; each path begins with `manifest`, `tag` or `description`
 *
 * @example
 * ```ts
 * import { checkApplicationPackage, EMPTY_CONFIG, PACKAGE_MEDIA_TYPES } from '@margo-sdk/spec-model';
 *
 * const description = 'metadata: { name: Hello, version: 1.0.0 }';
 * const issues = checkApplicationPackage({
 *   manifest: {
 *     schemaVersion: 2,
 *     mediaType: PACKAGE_MEDIA_TYPES.manifest,
 *     artifactType: PACKAGE_MEDIA_TYPES.application,
 *     config: EMPTY_CONFIG,
 *     layers: [{ mediaType: PACKAGE_MEDIA_TYPES.description, digest: `sha256:${'ab'.repeat(32)}`, size: 41 }],
 *   },
 *   tag: '1.0.1',
 *   description,
 * });
 * console.log(issues.map(({ rule, message }) => `${rule} ${message}`));
 * // [ 'PK-03 The tag is "1.0.1", but the version is "1.0.0".' ]
 * ```
 */
export const checkApplicationPackage = ({ manifest, tag, description }: ApplicationPackage): Issue[] =>
  collectIssues((report) => {
    const known = readManifest(manifest, 'PK-01', report);
    if (known) {
      reportArtifact(known, report);
      reportLayers(known, report);
    }
    if (description === undefined) return;
    const described = valueOf(description);
    if (tag !== undefined) reportTag(tag, described, report);
    if (known) reportFiles(known, described, report);
  });

const valueOf = (description: ApplicationDescription | DocumentSource): unknown => {
  if (typeof description !== 'string' && !(description instanceof Uint8Array)) return description;
  const { read } = readSource(description);
  return read.ok ? read.document.value : undefined;
};
