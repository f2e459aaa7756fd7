import * as z from 'zod';
import { parameterValueSchema, targetSchema } from '../application-description/parameters-schema.js';
import { members } from '../schema/members.js';

/** Final values of a deployment; the same in every revision. */
export const deploymentParametersSchema = z
  .record(
    z.string(),
    members(
      {
        value: parameterValueSchema.meta({ rule: 'AX-05' }),
        targets: z.array(targetSchema).min(1).meta({ description: 'Where the value goes.' }),
      },
      { description: 'A final value.', rule: 'AX-05', unknown: { rule: 'AX-00' } },
    ),
  )
  .optional()
  .meta({ description: 'Final values, by the name of the parameter.', rule: 'AX-05' });
