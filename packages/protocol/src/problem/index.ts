export {
  PROBLEM_NAMESPACE,
  PROBLEM_TYPES,
  STATUS_PHRASES,
  problemTypeOf,
  problemTypeUri,
  type ProblemStatus,
  type ProblemType,
} from './catalogue.js';
export { createProblem, problemResponse, type ProblemOptions } from './problem.js';
export { parseRetryAfter, requiresRetryAfter, retryAdvice, type BackoffStrategy, type RetryAdvice } from './retry.js';
