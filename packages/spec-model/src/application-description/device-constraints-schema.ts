import * as z from 'zod';
import { REQUIRED_ARCHITECTURES } from '../identifiers/architectures.js';
import { PATTERNS } from '../identifiers/patterns.js';
import { lazily } from '../schema/lazily.js';
import { members } from '../schema/members.js';

/** What an expression compares with. */
export const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt', 'ContainsAll', 'ContainsAny'] as const;

/** One comparison of a property or label of the device. */
export interface MatchExpression {
  key: string;
  operator: (typeof OPERATORS)[number];
  values?: (string | number | boolean)[] | undefined;
  itemSelector?: { matchExpressions: MatchExpression[] } | undefined;
}

const matchExpressionSchema: z.ZodType<MatchExpression> = z.lazy(
  // Whoever walks down asks for it at every expression.
  lazily(() =>
    members(
      {
        key: z.string().min(1).meta({ description: 'JSON Pointer of a property, or name of a label.', rule: 'DC-02' }),
        operator: z.enum(OPERATORS).meta({ description: 'How the device is compared.' }),
        values: z
          .array(z.union([z.string(), z.number(), z.boolean()]))
          .min(1)
          .optional()
          .meta({ description: 'What the device is compared with.' }),
        itemSelector: selectorSchema.optional(),
      },
      { description: 'One comparison.', rule: 'DC-03', id: 'MatchExpression', unknown: { rule: 'AD-31' } },
    ),
  ),
);

const selectorSchema = members(
  {
    matchExpressions: z
      .array(matchExpressionSchema)
      .meta({ description: 'Comparisons; all of them must hold.', rule: 'DC-03' }),
  },
  { description: 'A set of comparisons.', rule: 'DC-03', id: 'Selector', unknown: { rule: 'AD-31' } },
);

/** What a device must offer before anything is placed on it. */
export const deviceConstraintsSchema = members(
  {
    capacityRequirements: members(
      {
        cpu: members(
          {
            cores: z.number().positive().meta({ description: 'Cores; 0.5 is half a core.', unit: 'cores' }),
            architectures: z
              .array(z.enum(REQUIRED_ARCHITECTURES))
              .optional()
              .meta({ description: 'Architectures that will do.' }),
          },
          { description: 'What one processor must supply.', unknown: { rule: 'AD-31' } },
        ).optional(),
        memory: z
          .string()
          .regex(PATTERNS.memory)
          .optional()
          .meta({ description: 'Memory, in Ki, Mi or Gi.', unit: 'bytes' }),
        storage: z
          .string()
          .regex(PATTERNS.storage)
          .optional()
          .meta({ description: 'Storage, in Ki to Ei.', unit: 'bytes' }),
      },
      { description: 'Amounts that the device must have.', rule: 'DC-01', unknown: { rule: 'AD-31' } },
    ).optional(),
    eligibilityRules: z
      .array(
        members(
          { propertySelector: selectorSchema.optional(), labelSelector: selectorSchema.optional() },
          { description: 'Holds when both selectors hold.', rule: 'DC-03', unknown: { rule: 'AD-31' } },
        ),
      )
      .optional()
      .meta({ description: 'Alternatives: the device is eligible when one rule holds.', rule: 'DC-03' }),
  },
  {
    description: 'What a device must offer.',
    rule: 'DC-01',
    id: 'DeviceConstraints',
    section: 'device constraints',
    unknown: { rule: 'AD-31' },
  },
);

/** What a device must offer before anything is placed on it. */
export type DeviceConstraints = z.infer<typeof deviceConstraintsSchema>;
/** A set of comparisons; all must hold. */
export type Selector = z.infer<typeof selectorSchema>;
