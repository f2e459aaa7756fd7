import * as z from 'zod';
import type { ParseResult } from '../issue.js';
import type { Report } from '../reading/check.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { type DocumentSource, readDocument, safeReadDocument } from '../reading/read-document.js';
import { members } from '../schema/members.js';
import type { ReadLimits } from '../yaml/limits.js';
import type { Mapping } from '../reading/mapping.js';

/** Schema of a problem document: RFC 9457 with the members that Margo adds. Further members are allowed (PT-04). */
export const problemDetailSchema = members(
  {
    type: z.string().min(1).meta({ description: 'URI that names the kind of problem; never fetched (PT-09).' }),
    title: z.string().meta({ description: 'What kind of problem this is, for a person.' }),
    status: z.int().min(100).max(599).meta({ description: 'HTTP status.' }),
    detail: z.string().optional().meta({ description: 'What happened this time, for a person.' }),
    instance: z.string().optional().meta({ description: 'URI of this occurrence.' }),
    retryable: z.boolean().optional().meta({ description: 'Whether the same request may succeed later.' }),
    retryAfterSeconds: z.int().nonnegative().optional().meta({ description: 'Advised delay, in seconds.' }),
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
  { id: 'ProblemDetail', description: 'Why a request was refused, RFC 9457.', rule: 'PB-01' },
);

/** Why a request was refused, RFC 9457, with the members that Margo adds. */
export type ProblemDetail = z.infer<typeof problemDetailSchema>;

/** M-42, RFC 9457 §3.1.1: a problem of no named type is `about:blank`. */
const tolerate = (value: Mapping, report: Report): Record<string, unknown> => {
  if ('type' in value) return { ...value };
  report('PB-01', [], 'type is missing and is read as about:blank.', { severity: 'warning' });
  return { ...value, type: 'about:blank' };
};

/** How a problem document is read. */
export const PROBLEM_DETAIL: DocumentKind<ProblemDetail> = {
  name: 'ProblemDetail',
  revision: 'rc3',
  format: 'json',
  schema: problemDetailSchema,
  shapeRule: 'PB-00',
  readRule: 'PB-00',
  tolerate,
  checks: [],
};

/** Reads a problem document and gives it, or everything that is wrong with it. */
export const safeParseProblemDetail = (source: DocumentSource, limits?: ReadLimits): ParseResult<ProblemDetail> =>
  safeReadDocument(PROBLEM_DETAIL, source, limits);

/** Reads a problem document. Throws a {@link DocumentError} with all issues. */
export const parseProblemDetail = (source: DocumentSource, limits?: ReadLimits): ProblemDetail =>
  readDocument(PROBLEM_DETAIL, source, limits);
