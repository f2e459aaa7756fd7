import type { Revision } from '@margo-sdk/spec-model';
import fc from 'fast-check';
import type { Loose } from '../../documents.js';
import { some, word } from './basics.js';

const amounts = {
  cpu: some({ cores: fc.integer({ min: 1, max: 64 }), architectures: fc.constantFrom(['amd64'], ['arm64', 'arm']) }, [
    'cores',
  ]),
  memory: fc.nat(99).map((n) => `${n}Gi`),
  storage: fc.nat(99).map((n) => `${n}Ti`),
};
export const peripheral = some({ type: fc.constantFrom('gpu', 'camera'), manufacturer: word, model: word }, ['type']);
export const netInterface = fc.record({ type: fc.constantFrom('ethernet', 'wifi') }, { noNullPrototype: true });

const requiredResources = (revision: Revision): fc.Arbitrary<Loose> =>
  some({
    ...amounts,
    ...(revision === 'pr1'
      ? { cpu: fc.record({ cores: fc.constant(2), architectures: fc.constant(['x86_64']) }, { noNullPrototype: true }) }
      : {}),
    peripherals: fc.array(peripheral, { maxLength: 3 }),
    interfaces: fc.array(netInterface, { maxLength: 2 }),
  });

const expressionFor = (key: string, entry: Loose): Loose => ({
  key,
  operator: 'ContainsAll',
  itemSelector: {
    matchExpressions: Object.entries(entry).map(([name, value]) => ({
      key: `/${name}`,
      operator: 'In',
      values: [value],
    })),
  },
});
const sortedEntry = peripheral.map(({ type, manufacturer, model }) => ({
  type,
  ...(manufacturer ? { manufacturer } : {}),
  ...(model ? { model } : {}),
}));
const otherExpression = fc.constantFrom<Loose>(
  { key: '/otelCollector', operator: 'Exists' },
  { key: '/vendor', operator: 'In', values: ['Example'] },
  {
    key: '/cpus',
    operator: 'ContainsAny',
    itemSelector: { matchExpressions: [{ key: '/cores', operator: 'Gt', values: [2] }] },
  },
);
const eligibilityRule = some(
  {
    propertySelector: fc
      .tuple(
        fc.array(otherExpression, { maxLength: 1 }),
        fc.array(sortedEntry, { maxLength: 2 }),
        fc.array(netInterface, { maxLength: 2 }),
      )
      .filter((parts) => parts.some((list) => list.length > 0))
      .map(([others, peripherals, interfaces]) => ({
        matchExpressions: [
          ...others,
          ...peripherals.map((entry) => expressionFor('/peripherals', entry)),
          ...interfaces.map((entry) => expressionFor('/interfaces', entry)),
        ],
      })),
    labelSelector: fc.constant({ matchExpressions: [{ key: 'example.com/zone', operator: 'Exists' }] }),
  },
  ['propertySelector'],
);
export const deviceConstraints = some({
  capacityRequirements: some(amounts),
  eligibilityRules: fc.array(eligibilityRule, { minLength: 1, maxLength: 2 }),
});

export const needsOf = (revision: Revision): Record<string, fc.Arbitrary<unknown>> => {
  if (revision === 'rc3') return { deviceConstraints };
  return revision === 'predraft-2024-10' ? {} : { requiredResources: requiredResources(revision) };
};
