import { positions } from '../position.js';

/** Extensions, YAML, and ids of targets and of older deployments. */
export const EXTENSIONS_AND_TEXT = positions({
  'A-39': {
    question: 'Where can extensions stand?',
    options: [
      'Where the schema has them; elsewhere they are kept, with a warning',
      'Wherever unknown members may stand',
      'Where the schema has them; elsewhere they are errors',
    ],
    choice: 'Where the schema has them, and elsewhere they get a warning (EX-01). They are kept in any case.',
    actsIn: ['spec-model, schema', 'EX-01'],
    section: 'specification extensions',
  },
  'A-40': {
    question: 'How short can the name of an extension be?',
    options: ['One letter', 'Empty: `x-extensions`'],
    choice: 'One letter: `x-a-extensions`. `x-extensions` is none.',
    actsIn: ['spec-model, identifiers/patterns', 'EX-01'],
    section: 'specification extensions',
  },
  'A-41': {
    question: 'Can one file hold several YAML documents?',
    options: ['No', 'Yes, if one of them is a description', 'Yes, and the first counts'],
    choice: 'No (AD-01): which of them is meant could no longer be told now that `kind` is gone.',
    actsIn: ['spec-model, yaml', 'AD-01'],
    section: 'application description',
  },
  'A-42': {
    question: 'Which YAML?',
    options: ['Version 1.2 with its core schema', 'Version 1.1, as many readers still have it'],
    choice:
      'Version 1.2 with its core schema: `on` and `yes` are text. Names, versions and defaults without quotes that readers of version 1.1 take for something else get a warning (AD-08, PM-04), and whatever is written has quotes there. Aliases and unknown tags are refused unless `maxAliases` allows some aliases; for the Compose file of an archive a hundred are allowed.',
    actsIn: [
      'spec-model, yaml',
      'spec-model, edit',
      'spec-model, write',
      'spec-model, compose-archive',
      'AD-08',
      'PM-04',
    ],
    section: 'application description',
    policy: 'ReadLimits.maxAliases',
  },
  'A-43': {
    question: 'What tells the schemas of a setting apart?',
    options: [
      'The data type: a limit that it does not have is an error',
      'Nothing: limits that do not fit are ignored',
    ],
    choice:
      'The data type: a limit that it does not have is an error (CF-08). The published data model has a class for each and nothing that would choose one, so a validator made from it lets every limit through.',
    actsIn: ['spec-model, application-description', 'CF-08'],
    section: 'application description, configuration',
  },
  'A-44': {
    question:
      'Over time a deployment named its application by `appPackageRef`, by an annotation and in `spec`. Which are read?',
    options: ['All; `spec.applicationId` is written', '`spec.applicationId` only'],
    choice:
      'All are read, each in a document of its revision; elsewhere they are unknown members, and `spec.applicationId` is missing. Where 1.0.0-rc.2 has two of them they must agree (AX-03). New deployments name the application in `spec.applicationId` and nowhere else; so do those that are brought to rc3. On the way back it stands among the annotations too, because texts and OpenAPI files of the older revisions differ there.',
    actsIn: ['spec-model, application-deployment', 'spec-model, convert/application-deployment', 'AX-03'],
    section: 'desired state',
  },
  'A-45': {
    question: '`gateway/*` is a target and not a device. Is it an id of one?',
    options: ['No: there are two types, `DeviceId` and `DeviceTarget`', 'Yes: it is a device with a special name'],
    choice:
      'No. There are two types for it, `DeviceId` and `DeviceTarget`; whoever needs a device of a target asks `deviceOfTarget`, which gives the gateway (L-26).',
    actsIn: ['spec-model, identifiers', 'AX-02', 'CP-01', 'SX-05'],
    section: 'desired state',
  },
});
