/**
 * What the specification changed from one revision to the next, one entry for each change. docs/conversion.md says for
 * each of them what conversion does about it.
 */
export const DELTAS = {
  'D-01': 'The kind of a description is ApplicationDescription; it was application.',
  'D-02': 'The profile type docker-compose is called compose.',
  'D-03': 'The description file may have any name; it had to be margo.yaml.',
  'D-04': 'Every profile has an id.',
  'D-05': 'Application packages are OCI artefacts; they were Git repositories.',
  'D-06': 'The profile type helm.v3 is called helm.',
  'D-07': 'The id of an application stands at the root of its description.',
  'D-08': 'The id of a deployment stands at the root.',
  'D-09': 'A Compose pointer is the bare name of an environment variable.',
  'D-10': 'A package location may be a plain compose.yaml.',
  'D-11': 'What vendors add stands in extension members, and some mappings take no other members.',
  'D-12': 'A deployment names the device that it is for.',
  'D-13': 'The id of the application stands in spec.',
  'D-14': 'Documents of the interface have neither apiVersion nor kind.',
  'D-15': 'A description has the apiVersion v1 and no kind.',
  'D-16': 'Every component is an OCI artefact, with a repository and a revision.',
  'D-17': 'A timeout has minutes and seconds.',
  'D-18': 'Properties of a component have types; wait is true or false.',
  'D-19': 'A device lists what it offers among its properties, without roles and resources.',
  'D-20': 'What a device must offer stands in deviceConstraints; it was requiredResources.',
  'D-21': 'A deployment carries the constraints of its profile.',
  'D-22': 'A device can have labels, and runtimes and deployment types of its own.',
  'D-23': 'A profile can have the type custom.',
  'D-24': 'An error names its source.',
  'D-25': 'A status says which manifest the device has adopted.',
  'D-26': 'States are written in lower case, and there are six of them.',
  'D-27': 'Architectures have one name each: amd64 and arm64.',
  'D-28': 'The artefact type of an application package is application/vnd.margo.app.v1+json.',
  'D-29': 'Devices are no longer onboarded over the interface.',
  'D-30': 'A device ignores parameters that it does not know.',
  'D-31': 'Deployment types are to become specifications of their own.',
  'D-32': 'Paths do not name the client; its certificate does.',
  'D-33': 'Errors of the interface are problem documents.',
  'D-34': 'A status can name the device that it is about.',
} as const;

/** The id of a change between two revisions, for example `D-07`. */
export type DeltaId = keyof typeof DELTAS;
