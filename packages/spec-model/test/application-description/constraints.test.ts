import { describe, expect, it } from 'vitest';
import { safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { changed, description, type Loose } from '../documents.js';
import { said } from '../rules/said.js';

const profile = (d: Loose): Loose => d.deploymentProfiles[0];
const constrain = (d: Loose, constraints: Loose): void => void (profile(d).deviceConstraints = constraints);
const property = (d: Loose, ...matchExpressions: Loose[]): void =>
  constrain(d, { eligibilityRules: [{ propertySelector: { matchExpressions } }] });
const label = (d: Loose, ...matchExpressions: Loose[]): void =>
  constrain(d, { eligibilityRules: [{ labelSelector: { matchExpressions } }] });

const CASES: readonly (readonly [what: string, change: (d: Loose) => unknown, issues: readonly string[]])[] = [
  [
    'an amount without unit',
    (d) => constrain(d, { capacityRequirements: { memory: '1024' } }),
    ['DC-01 error capacityRequirements.memory: capacityRequirements.memory has the wrong form: "1024".'],
  ],
  [
    'no cores',
    (d) => constrain(d, { capacityRequirements: { cpu: { cores: 0 } } }),
    ['DC-01 error capacityRequirements.cpu.cores: capacityRequirements.cpu.cores must be more than 0.'],
  ],
  [
    'all that is needed',
    (d) =>
      constrain(d, {
        capacityRequirements: { cpu: { cores: 0.5, architectures: ['arm64'] }, memory: '512Mi', storage: '2Ti' },
        eligibilityRules: [
          {
            propertySelector: {
              matchExpressions: [
                {
                  key: '/peripherals',
                  operator: 'ContainsAll',
                  itemSelector: { matchExpressions: [{ key: '/type', operator: 'In', values: ['gpu'] }] },
                },
              ],
            },
            labelSelector: {
              matchExpressions: [{ key: 'example.com/zone', operator: 'In', values: ['north', 'south'] }],
            },
          },
        ],
      }),
    [],
  ],
  [
    'a property key that is no pointer',
    (d) => property(d, { key: 'memory', operator: 'Exists' }),
    [
      'DC-02 error eligibilityRules[0].propertySelector.matchExpressions[0].key: "memory" is not a JSON Pointer. Start it with a slash.',
    ],
  ],
  [
    'a property key with a bad escape',
    (d) => property(d, { key: '/a~2', operator: 'Exists' }),
    [
      'DC-02 error eligibilityRules[0].propertySelector.matchExpressions[0].key: "/a~2" is not a JSON Pointer. Start it with a slash.',
    ],
  ],
  [
    'a label key that is a pointer',
    (d) => label(d, { key: '/zone', operator: 'Exists' }),
    [
      'DC-02 error eligibilityRules[0].labelSelector.matchExpressions[0].key: "/zone" is a JSON Pointer, but labels have plain names. Write the name of the label, or use a propertySelector.',
    ],
  ],
  [
    'an empty label key',
    (d) => label(d, { key: '', operator: 'Exists' }),
    [
      'DC-02 error eligibilityRules[0].labelSelector.matchExpressions[0].key: eligibilityRules[0].labelSelector.matchExpressions[0].key must not be empty.',
    ],
  ],
  [
    'an item key that is no pointer',
    (d) =>
      property(d, {
        key: '/cpus',
        operator: 'ContainsAny',
        itemSelector: { matchExpressions: [{ key: 'cores', operator: 'Gt', values: [1] }] },
      }),
    [
      'DC-02 error eligibilityRules[0].propertySelector.matchExpressions[0].itemSelector.matchExpressions[0].key: "cores" is not a JSON Pointer. Start it with a slash.',
    ],
  ],
  [
    'an operator that does not exist',
    (d) => label(d, { key: 'a', operator: 'ContainersAny', values: ['x'] }),
    [
      'DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0].operator: eligibilityRules[0].labelSelector.matchExpressions[0].operator must be In, NotIn, Exists, DoesNotExist, Gt, Lt, ContainsAll or ContainsAny, but it is "ContainersAny".',
    ],
  ],
  [
    'values for Exists',
    (d) => label(d, { key: 'a', operator: 'Exists', values: ['x'] }),
    ['DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0]: Exists takes no values.'],
  ],
  [
    'values for DoesNotExist',
    (d) => label(d, { key: 'a', operator: 'DoesNotExist', values: ['x'] }),
    ['DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0]: DoesNotExist takes no values.'],
  ],
  [
    'no values for In',
    (d) => label(d, { key: 'a', operator: 'In' }),
    ['DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0]: In needs values.'],
  ],
  [
    'an empty list of values',
    (d) => label(d, { key: 'a', operator: 'NotIn', values: [] }),
    [
      'DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0].values: eligibilityRules[0].labelSelector.matchExpressions[0].values must not be empty.',
    ],
  ],
  [
    'values of two types',
    (d) => label(d, { key: 'a', operator: 'NotIn', values: ['x', 1] }),
    ['DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0].values: The values are of different types.'],
  ],
  [
    'two booleans',
    (d) => label(d, { key: 'a', operator: 'In', values: [true, false] }),
    [
      'DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0].values: Only one boolean can be compared with.',
    ],
  ],
  ['one boolean', (d) => label(d, { key: 'a', operator: 'In', values: [true] }), []],
  [
    'text for Gt',
    (d) => label(d, { key: 'a', operator: 'Gt', values: ['many'] }),
    ['DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0].values: Gt needs exactly one number.'],
  ],
  [
    'two numbers for Lt',
    (d) => label(d, { key: 'a', operator: 'Lt', values: [1, 2] }),
    ['DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0].values: Lt needs exactly one number.'],
  ],
  [
    'a boolean for Gt',
    (d) => label(d, { key: 'a', operator: 'Gt', values: [true] }),
    ['DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0].values: Gt needs exactly one number.'],
  ],
  [
    'no values for Gt',
    (d) => label(d, { key: 'a', operator: 'Gt' }),
    ['DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0]: Gt needs values.'],
  ],
  ['a number as text for a label', (d) => label(d, { key: 'a', operator: 'Gt', values: ['-1.5'] }), []],
  [
    'numbers as text for labels',
    (d) =>
      label(
        d,
        { key: 'a', operator: 'Gt', values: ['12'] },
        { key: 'b', operator: 'Gt', values: ['3'] },
        { key: 'c', operator: 'Lt', values: ['0.25'] },
      ),
    [],
  ],
  [
    'a number with something around it for a label',
    (d) => label(d, { key: 'a', operator: 'Gt', values: ['v1.5'] }, { key: 'b', operator: 'Lt', values: ['1.5x'] }),
    [
      'DC-03 error eligibilityRules[0].labelSelector.matchExpressions[0].values: Gt needs exactly one number.',
      'DC-03 error eligibilityRules[0].labelSelector.matchExpressions[1].values: Lt needs exactly one number.',
    ],
  ],
  [
    'a number as text for a property',
    (d) => property(d, { key: '/cpus/0/cores', operator: 'Gt', values: ['2'] }),
    ['DC-03 error eligibilityRules[0].propertySelector.matchExpressions[0].values: Gt needs exactly one number.'],
  ],
  [
    'no item selector',
    (d) => property(d, { key: '/cpus', operator: 'ContainsAll' }),
    ['DC-03 error eligibilityRules[0].propertySelector.matchExpressions[0]: ContainsAll needs an itemSelector.'],
  ],
  [
    'no item selector for ContainsAny',
    (d) => property(d, { key: '/cpus', operator: 'ContainsAny' }),
    ['DC-03 error eligibilityRules[0].propertySelector.matchExpressions[0]: ContainsAny needs an itemSelector.'],
  ],
  [
    'an item selector for In',
    (d) =>
      property(d, {
        key: '/vendor',
        operator: 'In',
        values: ['Example'],
        itemSelector: { matchExpressions: [{ key: '/x', operator: 'Exists' }] },
      }),
    ['DC-03 error eligibilityRules[0].propertySelector.matchExpressions[0]: In takes no itemSelector.'],
  ],
  [
    'values for ContainsAll',
    (d) =>
      property(d, {
        key: '/cpus',
        operator: 'ContainsAll',
        values: ['x'],
        itemSelector: { matchExpressions: [{ key: '/cores', operator: 'Exists' }] },
      }),
    ['DC-03 error eligibilityRules[0].propertySelector.matchExpressions[0]: ContainsAll takes no values.'],
  ],
  [
    'an item selector without expressions',
    (d) => property(d, { key: '/cpus', operator: 'ContainsAll', itemSelector: { matchExpressions: [] } }),
    [
      'DC-04 error eligibilityRules[0].propertySelector.matchExpressions[0].itemSelector.matchExpressions: The item selector has no expressions.',
    ],
  ],
  [
    'no rules',
    (d) => constrain(d, { eligibilityRules: [] }),
    ['DC-05 warning eligibilityRules: The list of eligibility rules is empty.'],
  ],
  [
    'a rule that says nothing',
    (d) => constrain(d, { eligibilityRules: [{}] }),
    ['DC-05 warning eligibilityRules[0]: The rule has no selector, so every device meets it.'],
  ],
  [
    'selectors that say nothing',
    (d) =>
      constrain(d, {
        eligibilityRules: [{ propertySelector: { matchExpressions: [] }, labelSelector: { matchExpressions: [] } }],
      }),
    [
      'DC-05 warning eligibilityRules[0].propertySelector.matchExpressions: The selector has no expressions, so it always holds.',
      'DC-05 warning eligibilityRules[0].labelSelector.matchExpressions: The selector has no expressions, so it always holds.',
    ],
  ],
];

describe('device constraints of a description', () => {
  it.each(CASES)('%s', (_, change, issues) => {
    const { issues: found } = safeParseApplicationDescription(changed(description(), (d) => void change(d), 'yaml'));
    const lines = said(found).map((line) => line.replaceAll('deploymentProfiles[0].deviceConstraints.', ''));
    expect(lines).toEqual(issues);
  });
});
