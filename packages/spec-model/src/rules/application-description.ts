import type { Rules } from './rule.js';

const SECTION = 'application description';

/** Rules of an application description (AD). */
export const APPLICATION_DESCRIPTION_RULES = {
  'AD-00': { severity: 'error', section: 'schema', summary: 'A member has the type that the schema gives it.' },
  'AD-01': {
    severity: 'error',
    section: SECTION,
    summary: 'The text is one YAML document, its root is a mapping, and no key stands twice.',
  },
  'AD-02': {
    severity: 'error',
    section: SECTION,
    summary: 'apiVersion is the string v1.',
    hint: 'Write apiVersion: v1.',
  },
  'AD-05': {
    severity: 'warning',
    section: SECTION,
    summary: 'kind is gone since 1.0.0-rc.3; ApplicationDescription is tolerated, anything else is an error.',
    hint: 'Remove the line.',
  },
  'AD-06': {
    severity: 'error',
    section: SECTION,
    summary: 'id stands at the top level: 1 to 200 lower-case letters, digits and dashes.',
    hint: 'Use lower-case letters, digits and dashes, for example com-example-my-app.',
  },
  'AD-07': {
    severity: 'warning',
    section: SECTION,
    summary: 'id can serve as a DNS label: no dash at either end, at most 63 characters.',
  },
  'AD-08': {
    severity: 'error',
    section: SECTION,
    summary: 'metadata.name and metadata.version are strings.',
    hint: 'Put the value in quotes.',
  },
  'AD-09': {
    severity: 'warning',
    section: 'application registry',
    summary: 'metadata.version can serve as the OCI tag of the package.',
    hint: 'Use letters, digits and . _ - only, at most 128 characters.',
  },
  'AD-10': {
    severity: 'error',
    section: SECTION,
    summary: 'metadata.catalog names at least one organization, and each has a name.',
    hint: 'Write catalog: { organization: [{ name: … }] }.',
  },
  'AD-11': {
    severity: 'error',
    section: SECTION,
    summary: "An author's email contains an @.",
  },
  'AD-12': {
    severity: 'warning',
    section: SECTION,
    summary: 'Icon, description, release notes and licence are relative paths that stay inside the package.',
  },
  'AD-13': {
    severity: 'error',
    section: SECTION,
    summary: 'deploymentProfiles is a list with at least one profile.',
    hint: 'Describe at least one way to deploy the application: type, id and components.',
  },
  'AD-14': {
    severity: 'error',
    section: SECTION,
    summary: 'A deployment profile has an id, and no other profile of the description has the same.',
  },
  'AD-15': {
    severity: 'error',
    section: SECTION,
    summary: 'The type of a deployment profile is helm, compose or custom.',
  },
  'AD-16': {
    severity: 'error',
    section: SECTION,
    summary: 'A deployment profile lists at least one component.',
  },
  'AD-17': {
    severity: 'error',
    section: SECTION,
    summary: 'A component has a name of lower-case letters, digits and dashes.',
    hint: 'Use lower-case letters, digits and dashes, for example message-broker.',
  },
  'AD-18': {
    severity: 'error',
    section: SECTION,
    summary: 'Component names are unique within a profile.',
  },
  'AD-19': {
    severity: 'warning',
    section: SECTION,
    summary: 'Profiles of different type do not share a component name: a target could not tell them apart.',
  },
  'AD-20': {
    severity: 'error',
    section: SECTION,
    summary: 'A component has an oci:// repository and a SemVer revision without a leading v, with _ in place of +.',
    hint: 'Write a semantic version without a leading v, for example 1.0.0 or 1.0.0-rc.1.',
  },
  'AD-21': {
    severity: 'error',
    section: SECTION,
    summary: 'packageLocation and keyLocation are gone: components live in an OCI registry.',
    hint: 'Publish the component to an OCI registry and name it with repository and revision.',
  },
  'AD-23': {
    severity: 'error',
    section: SECTION,
    summary: 'timeout is written as minutes and seconds, for example 8m30s.',
    hint: 'Write both parts, for example 5m0s.',
  },
  'AD-24': { severity: 'error', section: SECTION, summary: 'wait is true or false.', hint: 'Remove the quotes.' },
  'AD-25': {
    severity: 'warning',
    section: SECTION,
    summary: 'wait does something only where a profile has several components.',
  },
  'AD-27': {
    severity: 'info',
    section: SECTION,
    summary: 'Offering both a Helm and a Compose profile reaches more devices.',
  },
  'AD-29': {
    severity: 'warning',
    section: SECTION,
    summary: 'requiredResources became deviceConstraints in 1.0.0-rc.3 and is no longer read.',
    hint: 'Move cpu, memory and storage to deviceConstraints.capacityRequirements.',
  },
  'AD-30': {
    severity: 'error',
    section: SECTION,
    summary: 'The architecture other is explained in the description of the profile.',
  },
  'AD-31': {
    severity: 'warning',
    section: 'schema',
    summary: 'Members that the specification does not define are ignored by every reader.',
    hint: 'Check the spelling, or use an x-<name>-extensions member.',
  },
  'AD-32': {
    severity: 'warning',
    section: 'specification extensions',
    summary: 'x-placeholder-extensions is a stand-in of the data model, not a key to use.',
    hint: 'Put your own name in place of placeholder.',
  },
  'EX-01': {
    severity: 'error',
    section: 'specification extensions',
    summary: 'An extension is named x-<name>-extensions, holds a mapping, and stands where extensions are allowed.',
  },
} as const satisfies Rules;
