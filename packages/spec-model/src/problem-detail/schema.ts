import * as z from 'zod';
import { members } from '../schema/members.js';

/** Schema of a problem document: RFC 9457 with the members that Margo adds. Further members are allowed (PT-04). */
export const problemDetailSchema = members(
  {
    type: z.string().min(1).meta({ description: 'URI that names the kind of problem; never fetched (PT-09).' }),
    title: z.string().meta({ description: 'What kind of problem this is, for a person.' }),
    status: z.int().min(100).max(599).meta({ description: 'HTTP status.' }),
    detail: z.string().optional().meta({ description: 'What happened this time, for a person.' }),
    instance: z.string().optional().meta({ description: 'URI of this occurrence.' }),
    retryable: z.boolean().optional().meta({ description: 'Whether the same request may succeed later.' }),
    retryAfterSeconds: z.int().nonnegative().optional().meta({
      description: 'Advised delay, in seconds.',
      unit: 'seconds',
    }),
    backoffStrategy: z.enum(['none', 'fixed', 'exponential']).optional().meta({ description: 'How to space retries.' }),
    errors: z
      .array(
        members(
          {
            field: z.string().optional().meta({ description: 'Path of the member.' }),
            message: z.string().optional().meta({ description: 'What is wrong with it.' }),
          },
          { description: 'One fault of the request.' },
        ),
      )
      .optional()
      .meta({ description: 'Faults of the request, one by one.' }),
  },
  {
    id: 'ProblemDetail',
    description: 'Why a request was refused, RFC 9457.',
    section: 'problem types',
    rule: 'PB-01',
  },
);

/** Why a request was refused, RFC 9457, with the members that Margo adds. */
export type ProblemDetail = z.infer<typeof problemDetailSchema>;
