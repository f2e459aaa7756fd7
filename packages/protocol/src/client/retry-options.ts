/** Waits between attempts. */
export interface RetryClock {
  /** Waits `ms` milliseconds; ends early, by any outcome, when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** When to try again, and when to give up. */
export interface RetryLimits {
  /** How often a request is sent at most, the first time included. Default 3. */
  readonly maxAttempts?: number;
  /** Longest pause after the first failure, in milliseconds; it doubles with every further one. Default 500. */
  readonly firstDelayMs?: number;
  /** No pause of our own is longer than this, in milliseconds. Default 30 000. */
  readonly maxDelayMs?: number;
  /** A server that asks for a longer pause, in milliseconds, is not waited for: the error is thrown. Default 60 000. */
  readonly maxRetryAfterMs?: number;
}

/** Options of `retrying`. */
export interface RetryOptions extends RetryLimits {
  /** Default: the timers of the platform. */
  readonly clock?: RetryClock;
  /** A number from 0 up to, not including, 1: what spreads the attempts of many devices. Default `Math.random`. */
  readonly random?: () => number;
}

/** The limits that hold unless the options say otherwise; times in milliseconds. */
export const RETRY_DEFAULTS = {
  maxAttempts: 3,
  firstDelayMs: 500,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 60_000,
} as const satisfies Required<RetryLimits>;
