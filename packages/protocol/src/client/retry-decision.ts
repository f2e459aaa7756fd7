import { MargoError } from '@margo-sdk/spec-model';
import type { BackoffStrategy } from '../problem/retry.js';
import { RETRY_DEFAULTS, type RetryLimits } from './retry-options.js';

/** What comes after a failure. */
export type RetryDecision = { readonly retryAfterMs: number } | 'give-up';

/** What our errors may say about another attempt; `ProblemError` says all of it. */
interface Advice {
  readonly retryable?: boolean;
  readonly backoffStrategy?: BackoffStrategy;
  readonly retryAfterMs?: number | undefined;
}

/**
 * Decides whether there is another attempt, and when. Pure.
 *
 * The error decides by its `retryable` (API-15): as the server said, else by the status; no answer is worth another try
 * (M-45). A `Retry-After` is waited for to its end (API-14) unless it is longer than `maxRetryAfterMs`. The pause is
 * drawn between nothing and a bound, so that many devices do not come back at once; the bound doubles from
 * `firstDelayMs` to `maxDelayMs`, or stays, where the server asks for `fixed` (API-16).
 *
 * @param error - what the attempt failed with, whatever it is
 * @param attempt - how many attempts were made, from 1
 * @param limits - see {@link RETRY_DEFAULTS}
 * @param random - a number from 0 up to, not including, 1
 * @returns the pause in milliseconds, or `'give-up'`
 *
 * @example
 * ```ts
 * import { ProblemError } from '@margo-sdk/protocol';
 * import { retryDecision } from '@margo-sdk/protocol/client';
 *
 * const busy = new ProblemError({ request: 'GET /api/v1/deployments', status: 503, retryAfter: '30', nowMs: 0 });
 * console.log(retryDecision(busy, 1, {}, 0.5)); // { retryAfterMs: 30250 }
 * console.log(retryDecision(busy, 3, {}, 0.5)); // give-up
 * ```
 */
export const retryDecision = (
  error: unknown,
  attempt: number,
  limits: RetryLimits = {},
  random: number = Math.random(),
): RetryDecision => {
  const { maxAttempts, firstDelayMs, maxDelayMs, maxRetryAfterMs } = { ...RETRY_DEFAULTS, ...limits };
  const { retryable = false, backoffStrategy = 'exponential', retryAfterMs = 0 } = adviceOf(error);
  if (!retryable || backoffStrategy === 'none' || attempt >= maxAttempts || retryAfterMs > maxRetryAfterMs)
    return 'give-up';
  const bound = backoffStrategy === 'fixed' ? firstDelayMs : firstDelayMs * 2 ** (attempt - 1);
  return { retryAfterMs: retryAfterMs + Math.round(Math.min(bound, maxDelayMs) * random) };
};

/** Errors that are none of ours say nothing: they come from faults that another attempt would only repeat. */
const adviceOf = (error: unknown): Advice => (MargoError.isInstance(error) ? (error as MargoError & Advice) : {});
