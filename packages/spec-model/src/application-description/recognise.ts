import { byEvidence } from '../documents/evidence.js';
import { isMapping, type Mapping } from '../reading/mapping.js';

const mappingsIn = (value: unknown): Mapping[] => (Array.isArray(value) ? value.filter(isMapping) : []);
const has = (mapping: Mapping, name: string): boolean => Object.hasOwn(mapping, name);

const profilesOf = ({ deploymentProfiles }: Mapping): Mapping[] => mappingsIn(deploymentProfiles);
const hasType = (root: Mapping, type: string): boolean => profilesOf(root).some((profile) => profile['type'] === type);
const profileHas = (root: Mapping, name: string): boolean => profilesOf(root).some((profile) => has(profile, name));
const propertyIsIn = (profiles: readonly Mapping[], name: string): boolean =>
  profiles
    .flatMap(({ components }) => mappingsIn(components))
    .some(({ properties }) => isMapping(properties) && has(properties, name));

const idIsAtRoot = (root: Mapping): boolean => has(root, 'id');
const idIsInMetadata = ({ metadata }: Mapping): boolean => isMapping(metadata) && has(metadata, 'id');
const hasOldPackages = (root: Mapping): boolean => propertyIsIn(profilesOf(root), 'packageLocation');
const hasOldProfiles = (root: Mapping): boolean => profileHas(root, 'requiredResources') || hasOldPackages(root);

/**
 * Tells the revision of an application description: by apiVersion and kind, then by the place of the id, then by its
 * profiles and components. What speaks for two revisions is taken for the one whose rules help more.
 */
export const recogniseDescription = byEvidence([
  { revision: 'rc3', because: 'apiVersion is v1: 1.0.0-rc.3.', holds: ({ apiVersion }) => apiVersion === 'v1' },
  {
    revision: 'rc3',
    because: 'A profile has deviceConstraints, which came with 1.0.0-rc.3.',
    holds: (root) => profileHas(root, 'deviceConstraints'),
  },
  {
    revision: 'rc3',
    because: 'A profile has the type custom, which came with 1.0.0-rc.3.',
    holds: (root) => hasType(root, 'custom'),
  },
  {
    revision: 'predraft-2024-10',
    because: 'kind is application: the pre-draft of October 2024.',
    holds: ({ kind }) => kind === 'application',
  },
  {
    revision: 'rc3',
    because: 'kind and apiVersion are absent, so nothing speaks for an older revision than 1.0.0-rc.3.',
    holds: (root) => !has(root, 'kind') && !has(root, 'apiVersion'),
  },
  {
    revision: 'rc3',
    because: 'kind or apiVersion is left over from an older revision, and all else is of 1.0.0-rc.3.',
    holds: (root) => !(has(root, 'kind') && has(root, 'apiVersion')) && !idIsInMetadata(root) && !hasOldProfiles(root),
  },
  {
    revision: 'predraft-2024-10',
    because: 'A profile has the type docker-compose: the pre-drafts until March 2025.',
    holds: (root) => hasType(root, 'docker-compose'),
  },
  {
    revision: 'pr1',
    because: 'The id stands in metadata, and profiles have an id or requiredResources: PR1.',
    holds: (root) =>
      idIsInMetadata(root) && !idIsAtRoot(root) && (profileHas(root, 'id') || profileHas(root, 'requiredResources')),
  },
  {
    revision: 'predraft-2024-10',
    because: 'The id stands in metadata, and profiles have no ids: the pre-drafts of 2025.',
    holds: (root) => idIsInMetadata(root) && !idIsAtRoot(root),
  },
  {
    revision: 'pr1',
    because: 'There is no id, and a profile has the type helm.v3: PR1.',
    holds: (root) => !idIsAtRoot(root) && hasType(root, 'helm.v3'),
  },
  {
    revision: 'rc2-mtls',
    because: 'kind is present, but Compose components come from a repository: July and August 2026.',
    holds: (root) =>
      !hasOldPackages(root) &&
      propertyIsIn(
        profilesOf(root).filter(({ type }) => type === 'compose'),
        'repository',
      ),
  },
  {
    revision: 'rc2-signed',
    because: 'kind or apiVersion is that of before 1.0.0-rc.3, and the id is not in metadata: 1.0.0-rc.2 of June 2026.',
    holds: () => true,
  },
]);
