import type { Branded } from './brand.js';
import { checked, notA } from './checked.js';
import { PATTERNS } from './patterns.js';

/**
 * Version of a component, which is also the tag of its artefact: SemVer 2.0 without a leading `v`, with `_` before build
 * metadata because a tag cannot hold `+`.
 */
export type ComponentRevision = Branded<'ComponentRevision'>;

const CODE = 'ERR_COMPONENT_REVISION_INVALID';

/**
 * Takes a string as the revision of a component (AD-20). Throws `ERR_COMPONENT_REVISION_INVALID`.
 *
 * @example
 * ```ts
 * import { parseComponentRevision } from '@margo-sdk/spec-model';
 *
 * const revision = parseComponentRevision('2.1.0-rc.1_build5');
 * ```
 */
export const parseComponentRevision = checked<'ComponentRevision'>(
  CODE,
  'revision of a component',
  (text) => PATTERNS.revision.test(text),
  'Write a semantic version without a leading v, with _ in place of +, for example 1.0.0 or 1.0.0-rc.1_build5.',
);

/**
 * The semantic version that a revision stands for: `+` is back in its place.
 *
 * @example
 * ```ts
 * import { parseComponentRevision, semverOfRevision } from '@margo-sdk/spec-model';
 *
 * console.log(semverOfRevision(parseComponentRevision('1.0.0_build5'))); // 1.0.0+build5
 * ```
 */
export const semverOfRevision = (revision: ComponentRevision): string => revision.replace('_', '+');

/**
 * The revision of a component that has a semantic version. Throws `ERR_COMPONENT_REVISION_INVALID`.
 *
 * @param version - SemVer 2.0 without a leading `v`
 *
 * @example
 * ```ts
 * import { revisionOfSemver } from '@margo-sdk/spec-model';
 *
 * console.log(revisionOfSemver('1.0.0+build5')); // 1.0.0_build5
 * ```
 */
export const revisionOfSemver = (version: string): ComponentRevision => {
  const revision = version.replace('+', '_');
  // With an underscore the version would be a revision already, and not a semantic version.
  if (version.includes('_') || !PATTERNS.revision.test(revision)) {
    throw notA(
      CODE,
      'semantic version',
      version,
      'Write a semantic version without a leading v, for example 1.0.0+build5.',
    );
  }
  return revision as ComponentRevision;
};
