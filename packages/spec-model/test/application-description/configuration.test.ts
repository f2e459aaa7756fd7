import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';
import { said } from '../rules/said.js';

const CASES: readonly (readonly [what: string, change: (d: Loose) => unknown, issues: readonly string[]])[] = [
  [
    'a parameter that does not exist',
    (d) => (d.configuration.sections[0].settings[0].parameter = 'constructor'),
    [
      'CF-06 warning parameters.poll: No setting is about poll, so nobody can change it. Add a setting, unless the default is meant to stay.',
      'CF-03 error configuration.sections[0].settings[0].parameter: No parameter is called "constructor".',
    ],
  ],
  [
    'a schema that does not exist',
    (d) => (d.configuration.sections[0].settings[0].schema = 'minutes'),
    [
      'CF-04 error configuration.sections[0].settings[0].schema: No schema is called "minutes".',
      'CF-06 warning configuration.schema[0].name: No setting uses the schema "seconds".',
    ],
  ],
  [
    'the same schema twice',
    (d) => d.configuration.schema.push({ name: 'text', dataType: 'string' }),
    ['CF-05 error configuration.schema[2].name: Another schema is called "text".'],
  ],
  [
    'a schema that nothing uses',
    (d) => d.configuration.schema.push({ name: 'spare', dataType: 'string' }),
    ['CF-06 warning configuration.schema[2].name: No setting uses the schema "spare".'],
  ],
  [
    'a parameter that is set twice',
    (d) => d.configuration.sections.push({ name: 'More', settings: [d.configuration.sections[0].settings[0]] }),
    ['CF-06 warning configuration.sections[1].settings[0].parameter: poll is set in another place too.'],
  ],
  [
    'a parameter that is not set',
    (d) => (d.configuration.sections[0].settings.pop(), d.configuration.schema.pop()),
    [
      'CF-06 warning parameters.site: No setting is about site, so nobody can change it. Add a setting, unless the default is meant to stay.',
    ],
  ],
  ['no configuration at all', (d) => delete d.configuration, []],
  [
    'limits of text for numbers',
    (d) =>
      Object.assign(d.configuration.schema[0], {
        minLength: 1,
        maxLength: 3,
        regexMatch: 'x',
        minPrecision: 1,
        maxPrecision: 2,
      }),
    [
      'CF-11 warning parameters.poll.value: The default of poll has too few decimal places.',
      'CF-08 error configuration.schema[0].minLength: minLength has no meaning for integer.',
      'CF-08 error configuration.schema[0].maxLength: maxLength has no meaning for integer.',
      'CF-08 error configuration.schema[0].regexMatch: regexMatch has no meaning for integer.',
      'CF-08 error configuration.schema[0].minPrecision: minPrecision has no meaning for integer.',
      'CF-08 error configuration.schema[0].maxPrecision: maxPrecision has no meaning for integer.',
    ],
  ],
  [
    'limits of numbers for text',
    (d) => Object.assign(d.configuration.schema[1], { minValue: 1, maxValue: 2, minPrecision: 1 }),
    [
      'CF-08 error configuration.schema[1].minValue: minValue has no meaning for string.',
      'CF-08 error configuration.schema[1].maxValue: maxValue has no meaning for string.',
      'CF-08 error configuration.schema[1].minPrecision: minPrecision has no meaning for string.',
    ],
  ],
  [
    'limits that doubles have',
    (d) =>
      (d.configuration.schema[0] = {
        name: 'seconds',
        dataType: 'double',
        minValue: 0.5,
        maxValue: 60,
        minPrecision: 0,
        maxPrecision: 2,
      }),
    [],
  ],
  [
    'limits for booleans',
    (d) => (
      d.configuration.schema.push({ name: 'flag', dataType: 'boolean', minValue: 0, minLength: 1 }),
      (d.configuration.sections[0].settings[1].schema = 'flag'),
      d.configuration.schema.splice(1, 1),
      (d.parameters.site.value = true)
    ),
    [
      'CF-08 error configuration.schema[1].minValue: minValue has no meaning for boolean.',
      'CF-08 error configuration.schema[1].minLength: minLength has no meaning for boolean.',
    ],
  ],
  [
    'limits for the elements of a list',
    (d) => (
      (d.configuration.schema[1] = { name: 'text', dataType: 'array[string]', minLength: 1, minValue: 1 }),
      delete d.parameters.site.value
    ),
    ['CF-08 error configuration.schema[1].minValue: minValue has no meaning for array[string].'],
  ],
  [
    'several choices from nothing',
    (d) => ((d.configuration.schema[1].multiselect = true), (d.parameters.site.value = ['a'])),
    [
      'PM-04 warning parameters.site.value: The default of site is a list. Readers that follow the data model to the letter refuse lists; a Compose component gets the entries joined with commas.',
      'CF-08 error configuration.schema[1].multiselect: multiselect has no meaning without options.',
    ],
  ],
  [
    'several choices from some',
    (d) => Object.assign(d.configuration.schema[0], { options: [10, 30], multiselect: false }),
    [],
  ],
  [
    'limits that are upside down',
    (d) => (
      Object.assign(d.configuration.schema[0], { minValue: 61 }),
      Object.assign(d.configuration.schema[1], { minLength: 11 }),
      delete d.parameters.poll.value,
      delete d.parameters.site.value
    ),
    [
      'CF-09 error configuration.schema[0].minValue: minValue is above maxValue: no value obeys both.',
      'CF-09 error configuration.schema[1].minLength: minLength is above maxLength: no value obeys both.',
    ],
  ],
  [
    'precision that is upside down',
    (d) => (
      (d.configuration.schema[0] = { name: 'seconds', dataType: 'double', minPrecision: 3, maxPrecision: 2 }),
      delete d.parameters.poll.value
    ),
    ['CF-09 error configuration.schema[0].minPrecision: minPrecision is above maxPrecision: no value obeys both.'],
  ],
  ['limits that meet', (d) => Object.assign(d.configuration.schema[0], { minValue: 30, maxValue: 30 }), []],
  [
    'a fraction for integers',
    (d) => Object.assign(d.configuration.schema[0], { minValue: 0.5, maxValue: 60.5 }),
    [
      'CF-09 error configuration.schema[0].minValue: minValue must be a whole number, because the value is one.',
      'CF-09 error configuration.schema[0].maxValue: maxValue must be a whole number, because the value is one.',
    ],
  ],
  [
    'a fraction for a list of integers',
    (d) => (
      (d.configuration.schema[0] = { name: 'seconds', dataType: 'array[integer]', maxValue: 60.5 }),
      delete d.parameters.poll.value
    ),
    ['CF-09 error configuration.schema[0].maxValue: maxValue must be a whole number, because the value is one.'],
  ],
  [
    'a fraction for doubles',
    (d) => (d.configuration.schema[0] = { name: 'seconds', dataType: 'double', maxValue: 60.5 }),
    [],
  ],
  [
    'a length that is no whole number',
    (d) => (d.configuration.schema[1].maxLength = 1.5),
    [
      'CF-09 error configuration.schema[1].maxLength: configuration.schema[1].maxLength must be an integer, but it is the number 1.5.',
    ],
  ],
  [
    'a limit that is text',
    (d) => (d.configuration.schema[0].minValue = '1'),
    ['CF-09 error configuration.schema[0].minValue: configuration.schema[0].minValue must be a number, but it is "1".'],
  ],
  [
    'no regular expression',
    (d) => (d.configuration.schema[1].regexMatch = '('),
    [
      'CF-11 warning parameters.site.value: The default of site cannot be checked against the pattern of its schema.',
      'CF-09 error configuration.schema[1].regexMatch: regexMatch is not a regular expression.',
    ],
  ],
  [
    'a pattern that may never end',
    (d) => ((d.configuration.schema[1].regexMatch = '(?=x)'), delete d.parameters.site.value),
    [
      'CF-09 warning configuration.schema[1].regexMatch: regexMatch cannot be matched in bounded time, so no value will be accepted. Do without look-around and back-references, and keep the pattern short.',
    ],
  ],
  [
    'no options',
    (d) => (d.configuration.schema[1].options = []),
    ['CF-10 error configuration.schema[1].options: configuration.schema[1].options must not be empty.'],
  ],
  [
    'options of another type',
    (d) => (d.configuration.schema[0].options = ['30', 'many', '', 1.5, true]),
    [
      'CF-10 error configuration.schema[0].options[1]: The option "many" is not a whole number.',
      'CF-10 error configuration.schema[0].options[2]: The option "" is not a whole number.',
      'CF-10 error configuration.schema[0].options[3]: The option 1.5 is not a whole number.',
      'CF-10 error configuration.schema[0].options[4]: The option true is not a whole number.',
    ],
  ],
  [
    'options for doubles',
    (d) => (d.configuration.schema[0] = { name: 'seconds', dataType: 'double', options: ['30', '1.5', 'x'] }),
    ['CF-10 error configuration.schema[0].options[2]: The option "x" is not a number.'],
  ],
  [
    'options for booleans',
    (d) => (
      (d.configuration.schema[0] = {
        name: 'seconds',
        dataType: 'array[boolean]',
        options: ['true', 'false', 'yes', 1],
      }),
      delete d.parameters.poll.value
    ),
    [
      'CF-10 error configuration.schema[0].options[2]: The option "yes" is not true or false.',
      'CF-10 error configuration.schema[0].options[3]: The option 1 is not true or false.',
    ],
  ],
  ['options for text', (d) => (d.configuration.schema[1].options = ['north', 1, true]), []],
  [
    'options that stand twice',
    (d) => (
      (d.configuration.schema[0].options = [30, '30', 1]),
      (d.configuration.schema[1].options = ['north', 'north'])
    ),
    [
      'CF-10 warning configuration.schema[0].options[1]: The option "30" stands twice. Remove one of the two.',
      'CF-10 warning configuration.schema[1].options[1]: The option "north" stands twice. Remove one of the two.',
    ],
  ],
  [
    'a default out of range',
    (d) => (d.parameters.poll.value = 100),
    ['CF-11 warning parameters.poll.value: The default of poll is above 60.'],
  ],
  [
    'a default of another type',
    (d) => ((d.parameters.poll.value = '30'), (d.parameters.site.value = 5)),
    [
      'CF-11 warning parameters.poll.value: The default of poll must be a whole number.',
      'CF-11 warning parameters.site.value: The default of site must be text.',
    ],
  ],
  [
    'an empty default',
    (d) => (d.parameters.site.value = ''),
    ['CF-11 warning parameters.site.value: The default of site must not be empty.'],
  ],
  [
    'an empty default where that is allowed',
    (d) => ((d.parameters.site.value = ''), (d.configuration.schema[1].allowEmpty = true)),
    [],
  ],
  ['no default', (d) => delete d.parameters.site.value, []],
  [
    'too few decimal places',
    (d) => (
      (d.configuration.schema[0] = { name: 'seconds', dataType: 'double', minPrecision: 2 }),
      (d.parameters.poll.value = 1.5)
    ),
    ['CF-11 warning parameters.poll.value: The default of poll has too few decimal places.'],
  ],
];

describe('configuration of a description', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const { issues: found } = safeParseApplicationDescription(changed(description(), (d) => void change(d), 'yaml'));
    expect(said(found)).toEqual(issues);
  });
});
