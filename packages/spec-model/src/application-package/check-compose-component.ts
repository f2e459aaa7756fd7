import type { Issue } from '../issue.js';
import { collectIssues } from '../reading/collect-issues.js';
import { quoted } from '../reading/wording.js';
import { reportComposeAnnotations, reportComposeArtifact } from '../rules/application-package/compose-component.js';
import { readManifest } from './manifest.js';

/** A Compose component in a registry, as far as it is known. */
export interface ComposeComponent {
  /** The OCI image manifest, as parsed from its JSON. */
  readonly manifest: unknown;
  /** The revision that a description or a deployment names. */
  readonly revision: string;
  /** The tag that the component was pulled by, where it is known. */
  readonly tag?: string;
}

/**
 * Checks the manifest of a Compose component (1.0.0-rc.3): what it is (PK-06) and what its annotations say (PK-07).
 *
 * @returns what is wrong, without positions; each path begins with `manifest` or `tag`
 *
 * @example
 * ```ts
 * import { checkComposeComponent, EMPTY_CONFIG, PACKAGE_ANNOTATIONS, PACKAGE_MEDIA_TYPES } from '@margo-sdk/spec-model';
 *
 * const archive = {
 *   mediaType: PACKAGE_MEDIA_TYPES.composeArchive,
 *   digest: `sha256:${'ab'.repeat(32)}`,
 *   size: 2048,
 *   annotations: { [PACKAGE_ANNOTATIONS.componentType]: 'compose', [PACKAGE_ANNOTATIONS.componentVersion]: '1.0.0' },
 * };
 * const manifest = {
 *   schemaVersion: 2,
 *   artifactType: PACKAGE_MEDIA_TYPES.composeComponent,
 *   config: EMPTY_CONFIG,
 *   layers: [archive],
 * };
 * console.log(checkComposeComponent({ manifest, revision: '1.0.0' })); // []
 * ```
 */
export const checkComposeComponent = ({ manifest, revision, tag }: ComposeComponent): Issue[] =>
  collectIssues((report) => {
    const known = readManifest(manifest, 'PK-06', report);
    if (known) {
      reportComposeArtifact(known, report);
      reportComposeAnnotations(known, revision, report);
    }
    if (tag !== undefined && tag !== revision) {
      report('PK-06', ['tag'], `The tag is ${quoted(tag)}, but the revision is ${quoted(revision)}.`);
    }
  });
