import { byEvidence } from '../documents/evidence.js';
import { isMapping, type Mapping } from '../reading/mapping.js';

const memberOf = (value: unknown, name: string): unknown =>
  isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const has = (value: unknown, name: string): boolean => memberOf(value, name) !== undefined;
const profileOf = ({ spec }: Mapping): unknown => memberOf(spec, 'deploymentProfile');
const typeOf = (root: Mapping): unknown => memberOf(profileOf(root), 'type');
const idIsInMetadata = ({ metadata }: Mapping): boolean =>
  has(metadata, 'id') || has(memberOf(metadata, 'annotations'), 'id');

/** Components whose properties are those of 1.0.0-rc.2 and before. */
const hasOldComponents = (root: Mapping): boolean => {
  const components = memberOf(profileOf(root), 'components');
  if (!Array.isArray(components)) return false;
  return components
    .map((component: unknown) => memberOf(component, 'properties'))
    .some(
      (properties) =>
        has(properties, 'packageLocation') ||
        has(properties, 'keyLocation') ||
        typeof memberOf(properties, 'wait') === 'string',
    );
};

/**
 * Tells the revision of an application deployment: by kind and apiVersion, then by the places of the ids, then by its
 * profile and components. What speaks for two revisions is taken for the one whose rules help more.
 */
export const recogniseDeployment = byEvidence([
  {
    revision: 'rc3',
    because: 'The profile has deviceConstraints or the type custom, which came with 1.0.0-rc.3.',
    holds: (root) => has(profileOf(root), 'deviceConstraints') || typeOf(root) === 'custom',
  },
  {
    revision: 'rc2-mtls',
    because: 'kind and apiVersion are absent, but components have the properties of 1.0.0-rc.2: July 2026.',
    holds: (root) => !has(root, 'kind') && !has(root, 'apiVersion') && hasOldComponents(root),
  },
  {
    revision: 'rc3',
    because: 'kind and apiVersion are absent, and nothing else is old: 1.0.0-rc.3.',
    holds: (root) => !has(root, 'kind') && !has(root, 'apiVersion'),
  },
  {
    revision: 'predraft-2024-10',
    because: 'The profile has the type docker-compose: the pre-drafts until March 2025.',
    holds: (root) => typeOf(root) === 'docker-compose',
  },
  {
    revision: 'pr1',
    because: 'The id stands in metadata: PR1, and the pre-drafts, which differ in the word docker-compose alone.',
    holds: (root) => !has(root, 'id') && idIsInMetadata(root),
  },
  {
    revision: 'pr1',
    because: 'There is no id, and the profile has the type helm.v3: PR1.',
    holds: (root) => !has(root, 'id') && typeOf(root) === 'helm.v3',
  },
  {
    revision: 'rc3',
    because: 'kind or apiVersion is left over from an older revision, and all else is of 1.0.0-rc.3.',
    holds: (root) =>
      !(has(root, 'kind') && has(root, 'apiVersion')) &&
      !has(memberOf(root['metadata'], 'annotations'), 'applicationId') &&
      !hasOldComponents(root),
  },
  {
    revision: 'rc2-signed',
    because: 'kind is present, and the id does not stand in metadata: 1.0.0-rc.2 of June 2026.',
    holds: () => true,
  },
]);
