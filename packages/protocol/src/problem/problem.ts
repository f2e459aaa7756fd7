import { MEDIA_TYPES, MargoError, type ProblemDetail } from '@margo-sdk/spec-model';
import { PROBLEM_TYPES, STATUS_PHRASES, problemTypeUri, type ProblemStatus, type ProblemType } from './catalogue.js';
import { requiresRetryAfter, retryAdvice } from './retry.js';

/** What to say about one occurrence of a problem. */
export interface ProblemOptions {
  /** Replaces the type's own title, for example `Client Relationship Retired` for `not-authorized` (M-39). */
  readonly title?: string;
  /** What happened this time, for a person. */
  readonly detail?: string;
  /** URI reference of the occurrence, usually the path that was asked for. */
  readonly instance?: string;
  /** What is wrong with which member of the body; belongs with `semantic-error` (PT-12). */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  /** When to come back, in whole seconds; needed for 429 and 503 (API-13). */
  readonly retryAfterSeconds?: number;
}

/**
 * Writes a problem document. RFC 9457 with Margo's retry members.
 *
 * @param type - a registered type, or the status of an error for which Margo has none: then it is `about:blank` with
 *   the status' own phrase as title (PT-10, PT-11)
 * @param options - what to say about this occurrence
 *
 * @example
 * ```ts
 * import { createProblem } from '@margo-sdk/protocol';
 *
 * const errors = [{ field: 'properties.id', message: 'must equal the device id in the path' }];
 * console.log(createProblem('semantic-error', { detail: 'The body contradicts the path.', errors }));
 * console.log(createProblem(503, { retryAfterSeconds: 30 }));
 * ```
 */
export const createProblem = (type: ProblemType | ProblemStatus, options: ProblemOptions = {}): ProblemDetail => {
  const standard =
    typeof type === 'number'
      ? { type: 'about:blank', title: STATUS_PHRASES[type], status: type }
      : { type: problemTypeUri(type), ...PROBLEM_TYPES[type] };
  const { errors, ...rest } = options;
  return { ...standard, ...retryAdvice(standard.status), ...rest, ...(errors && { errors: [...errors] }) };
};

/**
 * Answers a request with a problem: its status, its media type, and `Retry-After` where it says when to come back.
 *
 * @param problem - from {@link createProblem}, or a vendor's own with a type outside Margo's namespace (PT-05)
 * @param headers - further headers
 * @throws MargoError `ERR_PROBLEM_STATUS_INVALID`: the document's status is not one of an error
 * @throws MargoError `ERR_RETRY_AFTER_MISSING`: 429 and 503 have to say when to come back (API-13)
 *
 * @example
 * ```ts
 * import { createProblem, problemResponse } from '@margo-sdk/protocol';
 *
 * const response = problemResponse(createProblem(429, { retryAfterSeconds: 5 }));
 * console.log(response.status, response.headers.get('retry-after'), await response.json());
 * ```
 */
export const problemResponse = (problem: ProblemDetail, headers: Readonly<Record<string, string>> = {}): Response => {
  const { status, retryAfterSeconds } = problem;
  if (status === undefined || status < 400 || status > 599)
    throw new MargoError('ERR_PROBLEM_STATUS_INVALID', `Expected a status from 400 to 599, got ${status}.`);
  const all = new Headers(headers);
  all.set('Content-Type', MEDIA_TYPES.problem);
  if (retryAfterSeconds !== undefined && !all.has('Retry-After')) all.set('Retry-After', `${retryAfterSeconds}`);
  if (requiresRetryAfter(status) && !all.has('Retry-After'))
    throw new MargoError('ERR_RETRY_AFTER_MISSING', `An answer ${status} has to say when to come back.`, {
      hint: 'Give the problem `retryAfterSeconds`, in whole seconds.',
    });
  return new Response(JSON.stringify(problem), { status, headers: all });
};
