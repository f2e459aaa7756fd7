import { positions } from '../position.js';

/** What the expressions of device constraints mean. */
export const DEVICE_CONSTRAINTS = positions({
  'A-22': {
    question: 'An operator has two names. Which is it?',
    options: ['`ContainsAny`, as in the schema', '`ContainersAny`, as in the tables'],
    choice: 'It is `ContainsAny`; the other is a misprint.',
    actsIn: ['spec-model, application-description/device-constraints-schema', 'DC-03'],
    section: 'device constraints',
  },
  'A-23': {
    question: 'What do `ContainsAll` and `ContainsAny` ask of a list?',
    options: [
      'That one element meets all expressions of the item selector, or at least one of them',
      'That the list has all of the values, or one of them',
    ],
    choice: 'That one element meets all expressions of the item selector, or at least one of them.',
    actsIn: ['spec-model, placement/match-expression', 'DC-03', 'DC-06'],
    section: 'device constraints',
  },
  'A-24': {
    question: 'What does an empty list of rules mean, and what a rule without selectors?',
    options: [
      'The list constrains nothing, and the rule holds for every device',
      'Neither is ever met',
      'Both are errors',
    ],
    choice:
      'The list constrains nothing, and the rule holds for every device. Both get a warning (DC-05), for whoever writes them means something.',
    actsIn: ['spec-model, placement', 'DC-05'],
    section: 'device constraints',
  },
  'A-25': {
    question: 'Does `NotIn` hold where the key is missing?',
    options: ['No: the key has to be there', 'Yes: what is missing is not among the values'],
    choice: 'No. On a list it holds when no element is among the values.',
    actsIn: ['spec-model, placement/match-expression'],
    section: 'device constraints',
  },
  'A-26': {
    question: 'What can `Gt` and `Lt` compare?',
    options: [
      'Numbers; with a label the value may spell one as text',
      'Texts as well, in the order of the alphabet',
      'Lists as well, element by element',
    ],
    choice: 'Numbers. The value of the expression can be a number written as text when it is compared with a label.',
    actsIn: [
      'spec-model, placement/match-expression',
      'spec-model, rules/application-description/constraints',
      'DC-03',
    ],
    section: 'device constraints',
  },
});
