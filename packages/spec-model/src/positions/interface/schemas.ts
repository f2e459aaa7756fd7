import { positions } from '../position.js';

/** Where the OpenAPI file contradicts the text, its examples or itself. */
export const SCHEMAS = positions({
  'M-05': {
    question: 'The schema of the manifest requires members that cannot exist. What is meant?',
    options: [
      'Their names are paths: `bundle.digest` is the required member `digest` of `bundle`',
      'They are names of members, with a dot in them',
      'They mean nothing',
    ],
    choice: 'Their names have dots in them (`bundle.digest`). We take them for the required members of `bundle`.',
    actsIn: ['protocol, contract', 'MX-03'],
    section: 'Workload Management API',
  },
  'M-06': {
    question: 'Versions are unsigned 64-bit integers, typed as numbers. How are they read?',
    options: [
      'From the text, exactly, as digits only',
      'As JSON numbers, rounded above 2^53',
      'As JSON numbers, refused above 2^53',
    ],
    choice:
      'JavaScript would round them. They are read from the text, accepted only as digits from 1 to 2^64-1, and are a `bigint` everywhere; they are written in full.',
    actsIn: ['spec-model, state-manifest', 'spec-model, json', 'protocol, manifest', 'MX-01'],
    section: 'desired state, Workload Management API',
  },
  'M-07': {
    question: 'The order of severity is misprinted. Which one is meant?',
    options: ['failed > removing > installing > pending > removed > installed', 'The same with `removed` last'],
    choice: 'L-01 answers this.',
    actsIn: ['spec-model, deployment-status/aggregate-state', 'SX-02'],
    section: 'deployment status',
    policy: 'aggregateState(order)',
  },
  'M-08': {
    question: 'Is `status` in a report a list or an object?',
    options: ['An object, as in the schema and in the example', 'A list, as in the text'],
    choice: 'An object, as in the schema and in the example. A list is refused.',
    actsIn: ['spec-model, deployment-status', 'SX-00'],
    section: 'deployment status, Workload Management API',
  },
  'M-09': {
    question: 'Are the members of an error required, and what does an error of empty strings mean?',
    options: [
      'All three are written; an error of empty strings is none',
      'Any of them can be left out',
      'An error of empty strings is an error like any other',
    ],
    choice:
      'We write all three, and no error where there is none. An error of empty strings, which the official example has, is read as none, with a warning (SX-03).',
    actsIn: ['spec-model, deployment-status', 'SX-03', 'SX-04'],
    section: 'deployment status, Workload Management API',
  },
  'M-10': {
    question: 'Are the reserved codes strings or numbers?',
    options: ['Strings are written, numbers are read as well', 'Strings only', 'Numbers only'],
    choice: 'Strings are written, as the schema has it; numbers are read as well, as the table has it.',
    actsIn: ['spec-model, deployment-status'],
    section: 'deployment status, Workload Management API',
  },
  'M-11': {
    question: 'The schema of a deployment contradicts the text. Which counts?',
    options: [
      'The text; whatever either allows is read',
      'The schema, with `metadata.annotations` required and `custom` unknown',
    ],
    choice:
      'The text counts: `id` is required, `metadata.annotations` does not exist, and `custom` is a type like `helm` and `compose`; a type that nobody knows yet is read as `custom`, with a warning, and never published. Parameters may be absent when a deployment is read; they are always written.',
    actsIn: ['spec-model, application-deployment', 'protocol, contract', 'AX-01', 'AX-04'],
    section: 'desired state, Workload Management API',
  },
  'M-12': {
    question: 'Amounts of memory and storage have no pattern in capabilities. How are they read?',
    options: ['With and without a space before the unit', 'Only as constraints write them: without', 'As any text'],
    choice: 'A-15 answers this.',
    actsIn: ['spec-model, identifiers/quantity', 'CP-04'],
    section: 'device capabilities, Workload Management API',
  },
  'M-13': {
    question: 'Unknown runtimes count as custom, but the schema does not let them through. What comes first?',
    options: [
      'They are mapped to `custom`, then the document is checked',
      'The document is checked, and refused with 422',
    ],
    choice:
      'Unknown runtimes and deployment types are mapped to `custom` before the document is checked, with a warning that names what came.',
    actsIn: ['spec-model, device-capabilities', 'CP-00'],
    section: 'device capabilities, Workload Management API',
  },
  'M-14': {
    question: 'The example of a digest has 63 digits. How many are there?',
    options: ['64, as SHA-256 makes them', 'Any number'],
    choice: 'There are 64, in lower case.',
    actsIn: ['spec-model, identifiers', 'MX-03'],
    section: 'desired state',
  },
});
