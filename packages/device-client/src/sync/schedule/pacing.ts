import { ProblemError } from '@margo-sdk/protocol';
import { refuseOption } from './refuse-option.js';

/** How long a device pauses between its polls. All but `jitter` in milliseconds. */
export interface Pacing {
  readonly pollIntervalMs: number;
  /** Largest part of the interval that is added by chance. */
  readonly jitter: number;
  /** Longest pause that failures make. */
  readonly maxPollBackoffMs: number;
  /** Shortest pause while the fleet manager does not accept this client (M-39). */
  readonly forbiddenPollIntervalMs: number;
  /** Longest pause that the fleet manager can ask for. */
  readonly maxRetryAfterMs: number;
}

/** The pace of a device that was told nothing else (M-56, M-39, M-45). */
export const DEFAULT_PACING: Pacing = {
  pollIntervalMs: 60_000,
  jitter: 0.1,
  maxPollBackoffMs: 600_000,
  forbiddenPollIntervalMs: 900_000,
  maxRetryAfterMs: 3_600_000,
};

/** Throws `ERR_OPTION_INVALID` for a number that no pause can be made of. */
export const requirePacing = (pacing: Pacing): void => {
  const { pollIntervalMs, jitter } = pacing;
  if (!(Number.isFinite(pollIntervalMs) && pollIntervalMs > 0)) refuseOption('pollIntervalMs', 'milliseconds above 0');
  if (!(Number.isFinite(jitter) && jitter >= 0)) refuseOption('jitter', 'a part of the interval, 0 or more,');
  for (const name of ['maxPollBackoffMs', 'forbiddenPollIntervalMs', 'maxRetryAfterMs'] as const)
    if (!(pacing[name] >= 0)) refuseOption(name, 'milliseconds, 0 or more,');
};

/**
 * Gives the milliseconds until the next poll. Never fewer than the interval (API-21), and not before the time that the
 * fleet manager names (API-14). After failures it grows with each by chance up to a bound (API-16, M-45), unless the
 * fleet manager asks for fixed steps; one that does not accept this client is asked seldom (M-39). Pure.
 *
 * @param failures - polls in a row that brought nothing that can be used; `error` is what came of the last of them
 * @param random - from 0 to below 1
 */
export const pauseAfter = (
  pacing: Pacing,
  { failures, error }: { readonly failures: number; readonly error?: Error | undefined },
  random: () => number,
): number => {
  const { pollIntervalMs, jitter, maxPollBackoffMs, forbiddenPollIntervalMs, maxRetryAfterMs } = pacing;
  const spread = pollIntervalMs * jitter * random();
  const problem = error instanceof ProblemError ? error : undefined;
  const grown = pollIntervalMs * 2 ** failures;
  const backoff =
    failures === 0 || problem?.backoffStrategy === 'fixed' ? 0 : Math.min(grown, maxPollBackoffMs) * random();
  const asked = Math.min(problem?.retryAfterMs ?? 0, maxRetryAfterMs);
  // Not 401: a signature may fail for a clock that is off or a key that was just replaced, and that passes.
  const slow = problem?.status === 403 ? forbiddenPollIntervalMs : 0;
  return Math.max(Math.max(pollIntervalMs, asked, slow) + spread, backoff);
};
