import { TransportError } from '../errors.js';

/** What ends an exchange before its answer. */
export interface DeadlineOptions {
  /** What is being done, for the message, for example `GET /api/v1/deployments`. */
  readonly request: string;
  /** Milliseconds for the whole exchange, its body included. */
  readonly timeoutMs: number;
  /** The caller's own signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds, nearly 25 days: a timer of the platform that is set for longer fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs an exchange that is given up when time is over or the caller says so, even if the work does not listen.
 *
 * @throws TransportError `ERR_TIMEOUT` or `ERR_ABORTED`
 */
export const withDeadline = async <T>(
  { request, timeoutMs, signal }: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  const givenUp = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), { once: true });
  });
  const onAbort = (): void =>
    controller.abort(
      new TransportError('ERR_ABORTED', `${request} was called off by its caller.`, { cause: signal?.reason }),
    );
  const onTimeout = (): void =>
    controller.abort(
      new TransportError('ERR_TIMEOUT', `${request} was not finished within ${timeoutMs} ms.`, {
        hint: 'Try again later, or raise timeoutMs where the connection is slow.',
      }),
    );
  const timer = setTimeout(onTimeout, Math.min(timeoutMs, LONGEST_TIMER_MS));
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    return await Promise.race([givenUp, controller.signal.aborted ? givenUp : work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
};
