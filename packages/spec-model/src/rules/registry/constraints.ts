import { since } from '../../revisions/revision.js';
import type { Rules } from '../rule.js';

const SECTION = 'device constraints';

/** Rules of device constraints (DC). */
export const CONSTRAINT_RULES = {
  'DC-01': {
    severity: 'error',
    revisions: since('rc3'),
    section: SECTION,
    message: 'Capacity is given as cores, and as memory and storage with a binary unit, for example 512Mi.',
    hint: 'Cores are a number above 0. Memory takes Ki, Mi or Gi, storage also Ti, Pi and Ei, with no space before the unit.',
  },
  'DC-02': {
    severity: 'error',
    revisions: since('rc3'),
    section: SECTION,
    message: 'A property key is a JSON Pointer; a label key is a plain, non-empty name.',
  },
  'DC-03': {
    severity: 'error',
    revisions: since('rc3'),
    section: SECTION,
    message: 'An expression has the values or the itemSelector that its operator asks for, and nothing else.',
  },
  'DC-04': {
    severity: 'error',
    revisions: since('rc3'),
    section: SECTION,
    message: 'The item selector of an expression has at least one expression.',
    hint: 'Say what one element of the list has to be.',
  },
  'DC-05': {
    severity: 'warning',
    revisions: since('rc3'),
    section: SECTION,
    message: 'A list of eligibility rules, a rule and a selector each say something.',
    hint: 'Leave out what is empty: it constrains nothing.',
  },
  'DC-06': {
    severity: 'warning',
    revisions: since('rc3'),
    section: SECTION,
    message:
      'An expression can hold: its key names something that devices report, and its operator fits what they report there.',
  },
  'DC-07': {
    severity: 'error',
    revisions: since('rc3'),
    section: 'custom runtimes',
    message: 'A custom profile has an eligibility rule with a label selector.',
  },
  'DC-08': {
    severity: 'warning',
    revisions: since('rc3'),
    section: SECTION,
    message: 'An expression compares with values that devices can report.',
  },
  'DC-09': {
    severity: 'error',
    revisions: since('rc3'),
    section: SECTION,
    message: 'A deployment has the device constraints of the profile, unchanged.',
    hint: 'Copy deviceConstraints from the profile of the description.',
  },
} as const satisfies Rules;
