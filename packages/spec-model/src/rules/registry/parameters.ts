import { REVISIONS } from '../../revisions/revision.js';
import type { Rules } from '../rule.js';

const SECTION = 'application description, parameters';

/** Rules of parameters (PM). */
export const PARAMETER_RULES = {
  'PM-01': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'parameters is a mapping from a name to a parameter.',
    hint: 'Write `parameters:` and below it one `name:` per parameter; leave it out if there is none.',
  },
  'PM-02': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A parameter has at least one target, and each target a pointer and at least one component.',
  },
  'PM-03': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A target names components of the description.',
  },
  'PM-04': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A value is a string, a number, a boolean, or a list of one of these.',
  },
  'PM-05': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'The pointer into a Helm component is a path as `helm install --set` takes it.',
    hint: 'Join the parts with dots; write \\. for a dot inside a key and [n] for a list element.',
  },
  'PM-06': {
    severity: 'error',
    revisions: REVISIONS,
    // What a pointer is for Compose was not said before; examples wrote ENV. in front.
    severityIn: { 'predraft-2024-10': 'warning', pr1: 'warning', 'rc2-signed': 'warning', 'rc2-mtls': 'warning' },
    section: SECTION,
    message: 'The pointer into a Compose component is the name of an environment variable.',
    hint: 'Use letters, digits and underscores, for example POLL_FREQUENCY.',
  },
  'PM-07': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'One target lists components of one profile type only: a pointer cannot be a path and a variable at once.',
    hint: 'Write one target per profile type.',
  },
  'PM-08': {
    severity: 'warning',
    revisions: REVISIONS,
    section: SECTION,
    message: 'Two parameters do not write the same place of a component, and none a place inside that of another.',
  },
  'PM-09': {
    severity: 'warning',
    revisions: REVISIONS,
    section: SECTION,
    message: 'Where parameters reach the components of one profile, they reach those of the other profiles too.',
    hint: 'Add a target for the components of this profile, or do without parameters for it.',
  },
  'PM-10': {
    severity: 'warning',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A default value does not look like a secret: the description is readable by everyone.',
    hint: 'Leave the default out and let the fleet manager ask for it.',
  },
} as const satisfies Rules;
