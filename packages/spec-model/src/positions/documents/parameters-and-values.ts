import { positions } from '../position.js';

/** What a parameter can be set to, and how its value is handed on. */
export const PARAMETERS_AND_VALUES = positions({
  'A-01': {
    question: '`allowEmpty` is explained the wrong way round. What does true mean?',
    options: ['That there may be no value, as the name says', 'That there must be a value, as the text says'],
    choice:
      '`true` means that there may be no value; without it a value is required (CF-14). The name and all examples have it so.',
    actsIn: ['spec-model, configuration', 'CF-14'],
    section: 'application description, configuration',
  },
  'A-02': {
    question: 'What is empty?',
    options: [
      'A missing value or `null`, the empty text where text is asked for, and the empty list where a list is',
      'A missing value only',
      'Also text that is nothing but blanks',
    ],
    choice:
      'That depends on the data type: no value and `null` always, the empty text where text is asked for, and the empty list where a list is. `0` and `false` are values like any other.',
    actsIn: ['spec-model, configuration', 'CF-14'],
    section: 'application description, configuration',
  },
  'A-03': {
    question: 'Which regular expressions are meant, and are they anchored?',
    options: [
      'Those of ECMAScript as far as they match in linear time, searched for anywhere in the text',
      'Those of ECMAScript, all of them',
      'Those of another dialect, for example POSIX or PCRE',
      'Any, and the whole text has to match',
    ],
    choice:
      "Those of ECMAScript, not anchored, as far as they can be matched in time that grows with the text and no faster. Patterns come with somebody else's document, and a backtracking engine can be made to try for years. So they are translated for an engine that never goes back. Look-around and back-references cannot be: rule CF-09 warns of them, and no value passes them. Patterns of more than 512 characters, those that compile to more than 4096 instructions, and texts of more than 1024 characters are refused rather than matched, and all that one description asks to be matched shares a budget.",
    actsIn: ['spec-model, configuration/text-pattern', 'CF-09', 'CF-12'],
    section: 'application description, configuration',
    policy: 'ValueLimits.maxMatchSteps',
  },
  'A-04': {
    question: "The pattern for an author's email refuses almost nothing. Is it meant so?",
    options: [
      'It is applied as it stands: there has to be an `@`',
      'The whole text has to match it',
      'An address has to be one that mail can be sent to',
    ],
    choice: 'It is applied as it stands: there has to be an `@` (AD-11).',
    actsIn: ['spec-model, identifiers/patterns', 'AD-11'],
    section: 'application description',
  },
  'A-05': {
    question: 'What does the pointer of a Compose parameter name?',
    options: [
      'A variable for the interpolation of the Compose file, by its bare name',
      'A variable within the containers',
      'A place that a prefix tells: `ENV.` for variables, `PORTS.` for ports',
    ],
    choice:
      'An environment variable for the interpolation of the Compose file, by its bare name. Any other pointer is an error (PM-06). Only `ENV.` before a good name is a warning in documents of older revisions, and there conversion takes it away; what `PORTS.` meant somebody has to decide.',
    actsIn: [
      'spec-model, render/compose-environment',
      'spec-model, rules/application-description/targets',
      'spec-model, convert/parts/pointers',
      'PM-06',
    ],
    section: 'application description, parameters',
  },
  'A-06': {
    question: 'Have Helm values types, or are they text?',
    options: ['They have the type that the deployment gives them', 'They are text, as `--set-string` takes it'],
    choice:
      'They keep the type that the deployment gives them and are nested as in `values.yaml`. A deployment of ours has the types that the schemas of the description ask for. Charts that were written for `--set-string` can be given text, with `typing: "text"`.',
    actsIn: ['spec-model, render/typing', 'spec-model, render/helm-values'],
    section: 'application description, parameters',
    policy: 'RenderOptions.typing',
  },
  'A-07': {
    question: 'What can stand in the pointer of a Helm parameter?',
    options: [
      'Keys, dots, `\\.` for a dot within a key, and `[n]` for an element of a list',
      'Keys and dots only',
      'Everything that `helm install --set` takes: lists in braces and several settings too',
    ],
    choice:
      'Keys joined by dots, `\\.` for a dot within a key, `[n]` for an element of a list. Commas and braces mean nothing: the value comes apart from the pointer.',
    actsIn: ['spec-model, render/helm-pointer', 'PM-05'],
    section: 'application description, parameters',
  },
  'A-08': {
    question: 'Can a value be a list?',
    options: ['Yes, as the text says', 'No, as the data model says'],
    choice:
      'Yes, a list of texts, of numbers or of booleans. A default that is one gets a warning (PM-04), because readers that follow the data model refuse it. For Compose, where a variable is text, its elements are joined with commas.',
    actsIn: [
      'spec-model, application-description/parameters-schema',
      'spec-model, rules/application-description/parameters',
      'spec-model, render/compose-environment',
      'PM-04',
    ],
    section: 'application description, parameters',
  },
  'A-09': {
    question: 'How do `options`, `multiselect` and the data type go together?',
    options: [
      'Options are read as the data type has it; with `multiselect` the value is a list of them',
      'Options are text, and so is the value',
      'With `multiselect` the data type has to be a list as well',
    ],
    choice:
      'Options take the data type of the schema before they are compared, because the data model writes all of them as text; one that cannot is an error (CF-10). With `multiselect`, or with a data type that is a list, the value is a list of options.',
    actsIn: ['spec-model, configuration/options', 'CF-10', 'CF-12'],
    section: 'application description, configuration',
  },
  'A-10': {
    question: 'What do `minPrecision` and `maxPrecision` count?',
    options: ['Decimal places', 'Significant digits'],
    choice:
      'Decimal places. A number does not remember the zeros that it was written with, so of a chosen value too few places are a warning (CF-15) and too many an error (CF-12). Of a default the text is still there, and counts (CF-11).',
    actsIn: ['spec-model, configuration', 'CF-11', 'CF-12', 'CF-15'],
    section: 'application description, configuration',
  },
});
