import * as z from 'zod';
import type { DocumentKind } from '../reading/document-kind.js';
import { members } from '../schema/members.js';
import { lazily } from '../schema/lazily.js';

/** Schema of the body of an error before there were problem documents. */
export const errorResponseSchema = lazily(() =>
  members(
    {
      error: z.string().min(1).meta({ description: 'What is wrong, in a few words.' }),
      message: z.string().optional().meta({ description: 'What happened, for a person.' }),
    },
    {
      description: 'Why a request was refused, before problem documents.',
      section: 'Workload Management API',
      rule: 'PB-00',
      unknown: { rule: 'PB-00' },
    },
  ),
);

/** Why a request was refused, before problem documents: preview release 1, and 1.0.0-rc.2 with message signatures. */
export type ErrorResponse = z.infer<ReturnType<typeof errorResponseSchema>>;

/** How the body of an error of 1.0.0-rc.2 with message signatures is read. */
export const ERROR_RESPONSE: DocumentKind<ErrorResponse> = {
  name: 'ProblemDetail',
  revision: 'rc2-signed',
  format: 'json',
  get schema() {
    return errorResponseSchema();
  },
  shapeRule: 'PB-00',
  readRule: 'PB-00',
  checks: [],
};
