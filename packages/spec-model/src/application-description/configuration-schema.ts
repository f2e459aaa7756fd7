import * as z from 'zod';
import { members } from '../schema/members.js';

/** Data types of a configuration schema. */
export const DATA_TYPES = [
  'string',
  'integer',
  'double',
  'boolean',
  'array[string]',
  'array[integer]',
  'array[double]',
  'array[boolean]',
] as const;

const limits = {
  allowEmpty: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the value may be left empty (A-01). Default false.' }),
  minLength: z
    .int()
    .nonnegative()
    .optional()
    .meta({ description: 'Shortest text, in characters.', unit: 'characters', rule: 'CF-09' }),
  maxLength: z
    .int()
    .nonnegative()
    .optional()
    .meta({ description: 'Longest text, in characters.', unit: 'characters', rule: 'CF-09' }),
  regexMatch: z
    .string()
    .optional()
    .meta({ description: 'Regular expression that the text contains (A-03).', rule: 'CF-09' }),
  minValue: z.number().optional().meta({ description: 'Smallest number.', rule: 'CF-09' }),
  maxValue: z.number().optional().meta({ description: 'Largest number.', rule: 'CF-09' }),
  minPrecision: z
    .int()
    .nonnegative()
    .optional()
    .meta({ description: 'Fewest decimal places (A-10).', unit: 'decimal places', rule: 'CF-09' }),
  maxPrecision: z
    .int()
    .nonnegative()
    .optional()
    .meta({ description: 'Most decimal places (A-10).', unit: 'decimal places', rule: 'CF-09' }),
  multiselect: z.boolean().optional().meta({ description: 'Whether several options may be chosen. Default false.' }),
  options: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .optional()
    .meta({ description: 'Values to choose from.', rule: 'CF-10' }),
};

/** Schema of a value that a person chooses. */
export const valueSchemaSchema = members(
  {
    name: z.string().min(1).meta({ description: 'Name that settings refer to.' }),
    dataType: z.enum(DATA_TYPES).meta({ description: 'Type of the value.', rule: 'CF-07' }),
    ...limits,
  },
  { description: 'What a chosen value must obey.', rule: 'CF-08', unknown: { rule: 'AD-31' } },
);

/** What a chosen value must obey. */
export type ValueSchema = z.infer<typeof valueSchemaSchema>;

/** How parameters are shown to a person, and what their values must obey. */
export const configurationSchema = members(
  {
    sections: z
      .array(
        members(
          {
            name: z.string().min(1).meta({ description: 'Heading of the section.' }),
            settings: z
              .array(
                members(
                  {
                    parameter: z.string().meta({ description: 'Name of the parameter that is set.' }),
                    name: z.string().meta({ description: 'Label for a person.' }),
                    description: z.string().optional().meta({ description: 'Explanation for a person.' }),
                    immutable: z
                      .boolean()
                      .optional()
                      .meta({ description: 'Whether the value is fixed once installed. Default false.' }),
                    schema: z.string().meta({ description: 'Name of the schema that the value must obey.' }),
                  },
                  { description: 'One value to choose.', rule: 'CF-02', unknown: { rule: 'AD-31' } },
                ),
              )
              .min(1)
              .meta({ description: 'Values to choose in this section.' }),
          },
          { description: 'A group of settings.', rule: 'CF-02', unknown: { rule: 'AD-31' } },
        ),
      )
      .min(1)
      .meta({ description: 'Groups of settings.' }),
    schema: z.array(valueSchemaSchema).min(1).meta({ description: 'What chosen values must obey.' }),
  },
  {
    description: 'How parameters are chosen by a person.',
    section: 'application description, configuration',
    rule: 'CF-01',
    unknown: { rule: 'AD-31' },
  },
);
