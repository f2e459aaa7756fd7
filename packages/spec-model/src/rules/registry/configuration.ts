import { REVISIONS } from '../../revisions/revision.js';
import type { Rules } from '../rule.js';

const SECTION = 'application description, configuration';

/** Rules of the configuration: settings, their schemas, and chosen values (CF). */
export const CONFIGURATION_RULES = {
  'CF-01': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'configuration is a mapping with a list of sections and a list of schema.',
    hint: 'Leave configuration out if there is nothing to configure.',
  },
  'CF-02': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A section has a name and settings; a setting has a parameter, a name and a schema.',
  },
  'CF-03': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A setting names a parameter of the description.',
  },
  'CF-04': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A setting names a schema of the configuration.',
  },
  'CF-05': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'No two schemas have the same name.',
  },
  'CF-06': {
    severity: 'warning',
    revisions: REVISIONS,
    section: SECTION,
    message: 'Each parameter is set in one place, and each schema is used.',
  },
  'CF-07': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'dataType is string, integer, double or boolean, or array[…] of one of these.',
  },
  'CF-08': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A schema uses only the limits that its data type has.',
  },
  'CF-09': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message:
      'Limits are numbers, whole ones where the value is; no lower limit is above the upper one; and regexMatch is a regular expression.',
  },
  'CF-10': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'options is a list with at least one entry; each is of the data type and stands once.',
  },
  'CF-11': {
    severity: 'warning',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A default value obeys its own schema.',
  },
  'CF-12': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A chosen value obeys every limit of its schema before anything is installed or updated.',
  },
  'CF-13': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'The value of an immutable setting stays what it was when the application was first installed.',
    hint: 'Keep the value, or remove the deployment and install the application anew.',
  },
  'CF-14': {
    severity: 'error',
    revisions: REVISIONS,
    section: SECTION,
    message: 'A setting has a value, unless its schema allows it to be empty.',
    hint: 'Choose a value.',
  },
  'CF-15': {
    severity: 'warning',
    revisions: REVISIONS,
    section: SECTION,
    message: 'Fewest decimal places are asked of text only: a number does not remember the zeros it was written with.',
  },
} as const satisfies Rules;
