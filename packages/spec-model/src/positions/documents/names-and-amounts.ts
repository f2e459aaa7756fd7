import { positions } from '../position.js';

/** Names, versions and amounts. */
export const NAMES_AND_AMOUNTS = positions({
  'A-11': {
    question: 'The version of an application must serve as a tag, but its form is free. Which forms are accepted?',
    options: [
      'Any text, with a warning if it cannot be a tag, and an error when it is packed',
      'Only SemVer',
      'Only what can be a tag',
    ],
    choice:
      'It need not be SemVer. One that cannot be an OCI tag gets a warning (AD-09). When it is packed a `+` in it becomes `_` in the tag, as in the revision of a component; what cannot be a tag even so is an error then.',
    actsIn: ['spec-model, rules/application-package', 'AD-08', 'AD-09', 'PK-03'],
    section: 'application registry',
  },
  'A-12': {
    question: 'Where are component names unique?',
    options: ['Within a profile', 'Within the description'],
    choice:
      'Within a profile (AD-18): two profiles are never deployed together. Profiles of different type that share one get a warning (AD-19).',
    actsIn: ['AD-17', 'AD-18', 'AD-19'],
    section: 'application description',
  },
  'A-13': {
    question: 'The text on capabilities still speaks of required resources. What are they now?',
    options: ['The capacity requirements of a profile', 'A member of the description that exists beside them'],
    choice:
      'The capacity requirements of a profile: the wording was left behind when `requiredResources` became `deviceConstraints`. In a description of the current revision the old member gets a warning (AD-29) and is not evaluated; in older ones it is held to the rules of then (AD-28), and conversion makes constraints of it.',
    actsIn: ['spec-model, placement', 'spec-model, convert/application-description', 'AD-28', 'AD-29'],
    section: 'device capabilities',
  },
  'A-14': {
    question: 'Is the name of a Helm component the name of the chart or of the release?',
    options: [
      'Of the release; the chart is what `repository` names',
      'Of the chart, as older texts have it',
      'Of both',
    ],
    choice:
      'Of the release, with something of the deployment in front of it, so that two deployments of one application do not meet. The chart is what `repository` names.',
    absent: 'A runtime for Helm. A runtime that an embedder brings names its releases itself.',
    actsIn: ['device-client, runtimes/workload-runtime'],
    section: 'application description',
  },
  'A-15': {
    question: 'Amounts of memory are written with and without a space. Which is right?',
    options: [
      'Both are read; an amount that cannot be read is none',
      'Without, as in the pattern for constraints; with one it is an error',
    ],
    choice:
      'They are read both ways and need whole numbers. An amount that cannot be read gets a warning (CP-04) and is none: whether a profile fits is then unknown, where a missing amount is a plain no; and a device that has to decide refuses.',
    actsIn: ['spec-model, identifiers/quantity', 'spec-model, placement', 'CP-04', 'DC-01', 'AX-09'],
    section: 'device capabilities',
  },
  'A-16': {
    question: 'Architectures have several names. Which are the same?',
    options: ['`x86_64` is `amd64` and `aarch64` is `arm64`', 'Only those that are spelled alike'],
    choice:
      '`x86_64` counts as `amd64` and `aarch64` as `arm64`. In capabilities they are read so with a warning (CP-03), and the bytes stay as they are; a profile has to use the names of the specification (DC-01). It can ask for `riscv64` and `other`, although no device can report them (CP-03).',
    actsIn: [
      'spec-model, identifiers/architectures',
      'spec-model, device-capabilities',
      'spec-model, placement',
      'CP-03',
      'DC-01',
    ],
    section: 'device capabilities',
  },
});
