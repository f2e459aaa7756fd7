import { positions } from '../position.js';

/** Where schemas and official examples contradict the text. */
export const SCHEMAS_AND_EXAMPLES = positions({
  'A-17': {
    question: 'Schema and text of deployments disagree. Which counts?',
    options: ['The text', 'The schema'],
    choice: 'M-11 answers this.',
    actsIn: ['spec-model, application-deployment', 'AX-01', 'AX-04'],
    section: 'desired state, Workload Management API',
  },
  'A-18': {
    question: 'The schema of the manifest requires members with dots in their names. What is meant?',
    options: ['The members of `bundle`', 'Members with such names'],
    choice: 'M-05 answers this.',
    actsIn: ['protocol, contract', 'MX-03'],
    section: 'Workload Management API',
  },
  'A-19': {
    question: 'An official description cannot be parsed: `values` is indented wrongly. What is it read as?',
    options: ['It is refused, with line and column', 'It is read as it was probably meant'],
    choice:
      'It is refused, with line and column, as any other text that is not YAML (AD-01). Nobody can know what somebody meant; the corrected copy in the sources of the specification is accepted.',
    actsIn: ['spec-model, yaml', 'AD-01'],
    section: 'device constraints',
  },
  'A-20': {
    question:
      'The same example asks for two interfaces with a single expression, which means either. Were both meant, as before?',
    options: [
      'A document means what it says: either; where both are meant there is one expression for each',
      'Both, as `requiredResources` had it',
    ],
    choice:
      'A document means what it says: one of the two is enough. When required peripherals and interfaces are brought over from an older revision each gets an expression of its own, so that all are asked for.',
    actsIn: ['spec-model, convert/application-description', 'spec-model, placement'],
    section: 'device constraints',
  },
  'A-21': {
    question: 'The example of a custom runtime breaks the rules of its own revision. Which count?',
    options: ['The rules', 'The example, as far as it goes'],
    choice:
      'The rules. `apiVersion` of older revisions, `kind`, an id at its old place and capabilities with `apiVersion` are reported, each with the rule that it breaks.',
    actsIn: ['AD-02', 'AD-05', 'AD-06', 'CP-07'],
    section: 'custom runtimes',
  },
});
