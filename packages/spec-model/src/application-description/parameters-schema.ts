import * as z from 'zod';
import { members } from '../schema/members.js';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What a parameter can be set to (A-08: lists are allowed). */
export const parameterValueSchema = z
  .union([scalar, z.array(z.string()), z.array(z.number()), z.array(z.boolean())])
  .meta({ description: 'A string, number or boolean, or a list of one of these.', rule: 'PM-04' });

/** What a parameter can be set to. */
export type ParameterValue = z.infer<typeof parameterValueSchema>;

/** Where the value of a parameter goes. */
export const targetSchema = members(
  {
    pointer: z
      .string()
      .min(1)
      .meta({ description: 'Path into the Helm values, or name of an environment variable for Compose.' }),
    components: z.array(z.string()).min(1).meta({ description: 'Names of the components that receive the value.' }),
  },
  { description: 'Where the value goes.', rule: 'PM-02', id: 'Target', unknown: { rule: 'AD-31' } },
);

/** Where the value of a parameter goes. */
export type Target = z.infer<typeof targetSchema>;

/** A parameter of a description: its default value, if any, and where it goes. */
export const parametersSchema = z
  .record(
    z.string(),
    members(
      {
        value: parameterValueSchema.optional(),
        targets: z.array(targetSchema).min(1).meta({ description: 'Where the value goes.' }),
      },
      { description: 'A value that can be chosen per deployment.', rule: 'PM-02', unknown: { rule: 'AD-31' } },
    ),
  )
  .meta({
    description: 'Values that can be chosen per deployment, by name.',
    section: 'application description, parameters',
    rule: 'PM-01',
  });
