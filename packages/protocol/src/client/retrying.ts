import { MargoError } from '@margo-sdk/spec-model';
import { TransportError } from '../errors.js';
import { LONGEST_TIMER_MS } from './deadline.js';
import type { CallOptions, WorkloadManagementClient } from './operations.js';
import { retryDecision } from './retry-decision.js';
import { RETRY_DEFAULTS, type RetryClock, type RetryLimits, type RetryOptions } from './retry-options.js';

/**
 * Makes a client that tries again where another attempt may succeed; see {@link retryDecision}. Each attempt has the
 * client's whole timeout, and the caller's signal ends the pauses between them as well.
 *
 * Every operation may be sent again when it is not known whether it arrived: reading changes nothing; capabilities are
 * replaced as a whole, and a report takes the place of the one before, so twice is once (M-38). A device that is not
 * found when it is taken away for the second time was taken away the first time.
 *
 * @param client - makes single attempts
 * @param options - how often and how far apart
 * @throws MargoError `ERR_OPTION_INVALID`: a limit is no number that can be kept to
 *
 * @example
 * ```ts
 * import { createWorkloadManagementClient, retrying } from '@margo-sdk/protocol/client';
 *
 * // Stands in for a server that is starting: it refuses the first attempt.
 * let asked = 0;
 * const fetch = async () => new Response(null, { status: (asked += 1) === 1 ? 502 : 304 });
 *
 * const client = retrying(createWorkloadManagementClient({ baseUrl: 'https://wfm.example.com', fetch }), {
 *   maxAttempts: 5,
 *   firstDelayMs: 10,
 * });
 * console.log(await client.getStateManifest({ ifNoneMatch: '"sha256:00"' })); // { status: 'unchanged' }
 * ```
 */
export const retrying = (client: WorkloadManagementClient, options: RetryOptions = {}): WorkloadManagementClient => {
  requireLimits(options);
  const { clock = platformClock, random = Math.random } = options;

  const repeat = async <T>(attempt: (before: unknown) => Promise<T>, { signal }: CallOptions = {}): Promise<T> => {
    let before: unknown;
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt(before);
      } catch (error) {
        const decision = retryDecision(error, attempts, options, random());
        if (decision === 'give-up') throw error;
        await pause(clock, decision.retryAfterMs, signal);
        before = error;
      }
    }
  };

  return {
    profile: client.profile,
    getStateManifest: (call) => repeat(() => client.getStateManifest(call), call),
    getDeployment: (call) => repeat(() => client.getDeployment(call), call),
    getBundle: (call) => repeat(() => client.getBundle(call), call),
    putCapabilities: (call) => repeat(() => client.putCapabilities(call), call),
    deleteCapabilities: (call) =>
      repeat(async (before) => {
        try {
          await client.deleteCapabilities(call);
        } catch (error) {
          if (before === undefined || statusOf(error) !== 404) throw error;
        }
      }, call),
    postDeploymentStatus: (call) => repeat(() => client.postDeploymentStatus(call), call),
  };
};

const pause = async (clock: RetryClock, ms: number, signal: AbortSignal | undefined): Promise<void> => {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
  if (signal?.aborted === true)
    throw new TransportError('ERR_ABORTED', 'The caller called the request off between two attempts.', {
      cause: signal.reason,
    });
};

const statusOf = (error: unknown): unknown =>
  MargoError.isInstance(error) && 'status' in error ? error.status : undefined;

const platformClock: RetryClock = {
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, LONGEST_TIMER_MS));
      signal?.addEventListener('abort', end, { once: true });
      if (signal?.aborted === true) end();
    }),
};

const requireLimits = (options: RetryOptions): void => {
  const limits = { ...RETRY_DEFAULTS, ...options };
  for (const name of Object.keys(RETRY_DEFAULTS) as (keyof RetryLimits)[]) {
    const least = name === 'maxAttempts' ? 1 : 0;
    if (Number.isSafeInteger(limits[name]) && limits[name] >= least) continue;
    throw new MargoError('ERR_OPTION_INVALID', `Expected a whole number from ${least} on as ${name}.`, {
      hint: `Leave ${name} out, and it is ${RETRY_DEFAULTS[name]}.`,
    });
  }
};
