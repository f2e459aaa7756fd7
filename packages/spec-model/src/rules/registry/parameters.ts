import { REVISIONS, since } from '../../revisions/revision.js';
import type { Rules } from '../rule.js';

const SECTION = 'application description, parameters';

/** Rules of parameters (PM), their configuration (CF) and of device constraints (DC). */
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
    message: 'Two parameters do not write the same place of a component.',
  },
  'PM-10': {
    severity: 'warning',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A default value does not look like a secret: the description is readable by everyone.',
    hint: 'Leave the default out and let the fleet manager ask for it.',
  },
  'CF-01': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'configuration is a mapping with a list of sections and a list of schema.',
    hint: 'Leave configuration out if there is nothing to configure.',
  },
  'CF-02': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'A section has a name and settings; a setting has a parameter, a name and a schema.',
  },
  'CF-03': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'A setting names a parameter of the description.',
  },
  'CF-04': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'A setting names a schema of the configuration.',
  },
  'CF-05': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'No two schemas have the same name.',
  },
  'CF-06': {
    severity: 'warning',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'A parameter is set in one place, and each schema is used.',
  },
  'CF-07': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'dataType is string, integer, double or boolean, or array[…] of one of these.',
  },
  'CF-08': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'A schema uses only the limits that its data type has.',
  },
  'CF-09': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'The lower limit is not above the upper one, and regexMatch is a regular expression.',
  },
  'CF-10': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'options is a list with at least one entry.',
  },
  'CF-11': {
    severity: 'warning',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'A default value obeys its own schema.',
  },
  'CF-12': {
    severity: 'error',
    revisions: REVISIONS,
    section: 'application description, configuration',
    message: 'A chosen value obeys every limit of its schema before anything is installed or updated.',
  },
  'DC-01': {
    severity: 'error',
    revisions: since('rc3'),
    section: 'device constraints',
    message: 'Capacity is given as cores, and as memory and storage with a binary unit, for example 512Mi.',
    hint: 'Memory takes Ki, Mi or Gi; storage also Ti, Pi and Ei; no space before the unit.',
  },
  'DC-02': {
    severity: 'error',
    revisions: since('rc3'),
    section: 'device constraints',
    message: 'A property key is a JSON Pointer; a label key is a plain, non-empty name.',
  },
  'DC-03': {
    severity: 'error',
    revisions: since('rc3'),
    section: 'device constraints',
    message: 'An expression has the values or the itemSelector that its operator asks for, and nothing else.',
  },
  'DC-07': {
    severity: 'error',
    revisions: since('rc3'),
    section: 'custom runtimes',
    message: 'A custom profile has an eligibility rule with a label selector.',
  },
} as const satisfies Rules;
