import { createProblem, type ProblemOptions, type ProblemStatus, type ProblemType } from '@margo-sdk/protocol';
import { MEDIA_TYPES, type ProblemDetail } from '@margo-sdk/spec-model';
import type { HandlerAnswer } from './request.js';

/** An answer that says all with its status. */
export const empty = (status: 200 | 201 | 204): HandlerAnswer => ({ status, headers: {}, body: null });

/** Refuses a request with a problem of a registered type, or of the status alone (PT-01, PT-10). */
export const refuse = (type: ProblemType | ProblemStatus, options: ProblemOptions): HandlerAnswer =>
  answerProblem(createProblem(type, options));

/** An answer with a problem document; its status is the one that the document has (API-23). */
export const answerProblem = (
  problem: ProblemDetail,
  headers: Readonly<Record<string, string>> = {},
): HandlerAnswer => {
  const body = new TextEncoder().encode(JSON.stringify(problem));
  const { status = 500, retryAfterSeconds } = problem;
  return {
    status,
    headers: {
      ...headers,
      'Content-Type': MEDIA_TYPES.problem,
      'Content-Length': `${body.byteLength}`,
      ...(retryAfterSeconds !== undefined && { 'Retry-After': `${retryAfterSeconds}` }),
    },
    body,
  };
};
