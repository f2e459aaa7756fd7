import { expect, it } from 'vitest';
import { deviceConstraintsSchema } from '../../src/application-description/device-constraints-schema.js';
import { below, unwrap } from '../../src/schema/walk.js';

it('finds the same schema for every expression of a selector, and makes none anew', () => {
  const expressions = ['eligibilityRules', 0, 'labelSelector', 'matchExpressions'].reduce(
    (schema, part) => below(schema, part) ?? schema,
    unwrap(deviceConstraintsSchema).schema,
  );
  const first = below(expressions, 0);
  const second = below(expressions, 1);
  expect(first && unwrap(first).facts).toMatchObject({ description: 'One comparison.' });
  expect(first && unwrap(first).schema).toBe(second && unwrap(second).schema);
});
