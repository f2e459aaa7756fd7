/** How a client spaces its retries. `none`: it does not retry. */
export type BackoffStrategy = 'none' | 'fixed' | 'exponential';

/** Whether and how an error may be tried again. */
export interface RetryAdvice {
  readonly retryable: boolean;
  readonly backoffStrategy: BackoffStrategy;
}

/** Statuses after which the same request may succeed later: Margo's retry table and the gateways in between (M-45). */
const TRANSIENT: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** Statuses that must say when to come back (API-13). */
const RETRY_AFTER_REQUIRED: ReadonlySet<number> = new Set([429, 503]);

/**
 * What a status alone says about retrying. Servers send it, and clients fall back on it (API-13, M-45).
 *
 * @example
 * ```ts
 * import { retryAdvice } from '@margo-sdk/protocol';
 *
 * console.log(retryAdvice(503)); // { retryable: true, backoffStrategy: 'exponential' }
 * console.log(retryAdvice(422).retryable); // false
 * ```
 */
export const retryAdvice = (status: number): RetryAdvice =>
  TRANSIENT.has(status)
    ? { retryable: true, backoffStrategy: 'exponential' }
    : { retryable: false, backoffStrategy: 'none' };

/**
 * Tells whether an answer with this status needs a `Retry-After` header (API-13).
 *
 * @example
 * ```ts
 * import { requiresRetryAfter } from '@margo-sdk/protocol';
 *
 * console.log(requiresRetryAfter(503), requiresRetryAfter(500)); // true false
 * ```
 */
export const requiresRetryAfter = (status: number): boolean => RETRY_AFTER_REQUIRED.has(status);

/**
 * Reads a `Retry-After` header: seconds, or a date in GMT. RFC 9110 §10.2.3.
 *
 * @param header - as it came, `null` when there is none
 * @param nowMs - the time to measure a date against, in milliseconds since 1970
 * @returns milliseconds from now, never negative; `undefined` when there is nothing to read
 *
 * @example
 * ```ts
 * import { parseRetryAfter } from '@margo-sdk/protocol';
 *
 * console.log(parseRetryAfter('120', Date.now())); // 120000
 * console.log(parseRetryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 0)); // 60000
 * ```
 */
export const parseRetryAfter = (header: string | null, nowMs: number): number | undefined => {
  const text = header?.trim() ?? '';
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
  // Date.parse alone would take "-5" for a year, and a date without a zone for local time.
  if (!/^[A-Z][a-z]+, .* GMT$/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
};
