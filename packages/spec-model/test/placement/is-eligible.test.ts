import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isEligible,
  parseDeviceCapabilitiesManifest,
  parseQuantity,
  type DeviceConstraints,
} from '@margo-sdk/spec-model';
import { capabilities, changed } from '../documents.js';

const device = parseDeviceCapabilitiesManifest(changed(capabilities(), () => {}, 'json'));
type Rules = NonNullable<DeviceConstraints['eligibilityRules']>;
const property = (...matchExpressions: NonNullable<Rules[number]['propertySelector']>['matchExpressions']) => ({
  propertySelector: { matchExpressions },
});
const label = (...matchExpressions: NonNullable<Rules[number]['labelSelector']>['matchExpressions']) => ({
  labelSelector: { matchExpressions },
});
const gpu = (manufacturer: string) => [
  { key: '/type', operator: 'In' as const, values: ['gpu'] },
  { key: '/manufacturer', operator: 'In' as const, values: [manufacturer] },
];

describe('eligibility (L-27)', () => {
  it.each<readonly [string, boolean, DeviceConstraints | undefined]>([
    ['nothing asked', true, undefined],
    ['no rules in the list (A-24)', true, { eligibilityRules: [] }],
    ['enough of everything', true, { capacityRequirements: { cpu: { cores: 4 }, memory: '16Gi', storage: '200Gi' } }],
    ['amounts in other units', true, { capacityRequirements: { memory: '16384Mi' } }],
    ['one core too many', false, { capacityRequirements: { cpu: { cores: 4.5 } } }],
    ['other architecture', false, { capacityRequirements: { cpu: { cores: 1, architectures: ['arm64'] } } }],
    ['too much memory', false, { capacityRequirements: { memory: '17Gi' } }],
    [
      'In, of a list',
      true,
      { eligibilityRules: [property({ key: '/supportedDeploymentTypes', operator: 'In', values: ['compose'] })] },
    ],
    [
      'In, case matters',
      false,
      { eligibilityRules: [property({ key: '/vendor', operator: 'In', values: ['example'] })] },
    ],
    [
      'NotIn, missing key (A-25)',
      false,
      { eligibilityRules: [property({ key: '/nothing', operator: 'NotIn', values: ['x'] })] },
    ],
    ['NotIn, none equal', true, { eligibilityRules: [property({ key: '/vendor', operator: 'NotIn', values: ['x'] })] }],
    ['Exists', true, { eligibilityRules: [property({ key: '/cpus', operator: 'Exists' })] }],
    ['DoesNotExist', false, { eligibilityRules: [property({ key: '/cpus', operator: 'DoesNotExist' })] }],
    ['Gt of a label', true, { eligibilityRules: [label({ key: 'example.com/rank', operator: 'Gt', values: ['2'] })] }],
    ['Lt of text', false, { eligibilityRules: [property({ key: '/memory', operator: 'Lt', values: [99] })] }],
    [
      'ContainsAll of one element',
      true,
      {
        eligibilityRules: [
          property({ key: '/peripherals', operator: 'ContainsAll', itemSelector: { matchExpressions: gpu('NVIDIA') } }),
        ],
      },
    ],
    [
      'ContainsAll missed',
      false,
      {
        eligibilityRules: [
          property({ key: '/peripherals', operator: 'ContainsAll', itemSelector: { matchExpressions: gpu('AMD') } }),
        ],
      },
    ],
    [
      'ContainsAny',
      true,
      {
        eligibilityRules: [
          property({ key: '/peripherals', operator: 'ContainsAny', itemSelector: { matchExpressions: gpu('AMD') } }),
        ],
      },
    ],
    [
      'In on a list of objects',
      false,
      { eligibilityRules: [property({ key: '/peripherals', operator: 'In', values: ['gpu'] })] },
    ],
    [
      'one rule of two',
      true,
      {
        eligibilityRules: [
          label({ key: 'no', operator: 'Exists' }),
          label({ key: 'example.com/zone', operator: 'In', values: ['north'] }),
        ],
      },
    ],
    [
      'both selectors of a rule',
      false,
      {
        eligibilityRules: [
          { ...property({ key: '/cpus', operator: 'Exists' }), ...label({ key: 'no', operator: 'Exists' }) },
        ],
      },
    ],
    ['inherited names are no labels', false, { eligibilityRules: [label({ key: 'toString', operator: 'Exists' })] }],
  ])('%s: %s', (_, eligible, constraints) => {
    const result = isEligible(constraints, device);
    expect(result.eligible).toBe(eligible);
    expect(result.reasons.length > 0).toBe(!eligible);
  });
});

describe('quantities', () => {
  it('are read with and without a space (A-15)', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('', ' '), (amount, space) => {
        expect(parseQuantity(`${amount}${space}Mi`)).toBe(BigInt(amount) * 1048576n);
      }),
    );
  });
  it.each(['sixteen_gb', '1', '1GB', '-1Gi', '1  Gi', '1.5Gi'])('are not %j', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });
});
