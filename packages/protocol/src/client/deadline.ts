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

/** The end of an exchange, for whoever has to hear of it. */
export interface Deadline {
  /** Made when it is first asked for: many an exchange can do without one, and it costs more than the rest of a deadline. */
  readonly signal: AbortSignal;
  /** Told once when the exchange is given up; at once when it has been already. */
  onGivenUp(listener: (reason: TransportError) => void): void;
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
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const deadline = new OwnDeadline();
    const onAbort = (): void =>
      deadline.giveUp(
        new TransportError('ERR_ABORTED', `${request} was called off by its caller.`, { cause: signal?.reason }),
      );
    const onTimeout = (): void =>
      deadline.giveUp(
        new TransportError('ERR_TIMEOUT', `${request} was not finished within ${timeoutMs} ms.`, {
          hint: 'Try again later, or raise timeoutMs where the connection is slow.',
        }),
      );
    const timer = setTimeout(onTimeout, Math.min(timeoutMs, LONGEST_TIMER_MS));
    signal?.addEventListener('abort', onAbort, { once: true });
    const over = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    deadline.onGivenUp((reason) => {
      over();
      reject(reason);
    });
    if (signal?.aborted) return onAbort();
    work(deadline).then(
      (result) => {
        over();
        resolve(result);
      },
      (error: Error) => {
        over();
        reject(error);
      },
    );
  });

class OwnDeadline implements Deadline {
  #reason: TransportError | undefined;
  #listeners: ((reason: TransportError) => void)[] = [];
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      this.onGivenUp((reason) => controller.abort(reason));
    }
    return this.#controller.signal;
  }

  onGivenUp(listener: (reason: TransportError) => void): void {
    if (this.#reason === undefined) this.#listeners.push(listener);
    else listener(this.#reason);
  }

  giveUp(reason: TransportError): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of this.#listeners) listener(reason);
  }
}
