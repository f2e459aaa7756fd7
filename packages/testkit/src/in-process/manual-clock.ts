/** A clock that stands still until it is told to go on. */
export interface ManualClock {
  /** Milliseconds since 1970. */
  now(this: void): number;
  /** Resolves when the clock has been advanced by so many milliseconds; rejects with the signal's reason. */
  sleep(this: void, ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Lets time pass. Whoever sleeps wakes in due order, at the very time it asked for, and has run up to its next wait
   * on anything but files and sockets before the next one wakes.
   */
  advance(this: void, ms: number): Promise<void>;
  /** How many sleep now. While nobody does, there is nothing that more time would bring about. */
  sleepers(this: void): number;
}

interface Sleeper {
  readonly wakesAtMs: number;
  readonly wake: () => void;
}

/**
 * Makes a clock for tests of anything that takes its time from outside: no test waits, and each sees the same times.
 *
 * @param startMs - where it begins, in milliseconds since 1970; default 2026-01-01T00:00:00Z
 *
 * @example
 * ```ts
 * import { createManualClock } from '@margo-sdk/testkit';
 *
 * const clock = createManualClock();
 * const poll = clock.sleep(60_000).then(() => console.log('polled at', new Date(clock.now()).toISOString()));
 * await clock.advance(90_000);
 * await poll; // polled at 2026-01-01T00:01:00.000Z
 * ```
 */
export const createManualClock = (startMs = Date.UTC(2026, 0, 1)): ManualClock => {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();

  const nextUntil = (endMs: number): Sleeper | undefined =>
    [...sleepers].reduce<Sleeper | undefined>((next, one) => {
      if (one.wakesAtMs > endMs) return next;
      return next === undefined || one.wakesAtMs < next.wakesAtMs ? one : next;
    }, undefined);

  return {
    now: () => nowMs,
    sleepers: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const end = (settle: () => void) => () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', cancel);
          settle();
        };
        const cancel = end(() => reject(signal?.reason as Error));
        const sleeper: Sleeper = { wakesAtMs: nowMs + Math.max(0, ms), wake: end(resolve) };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', cancel, { once: true });
      }),
    advance: async (ms) => {
      const endMs = nowMs + ms;
      await turn();
      for (let next = nextUntil(endMs); next !== undefined; next = nextUntil(endMs)) {
        nowMs = Math.max(nowMs, next.wakesAtMs);
        next.wake();
        await turn();
      }
      nowMs = Math.max(nowMs, endMs);
    },
  };
};

/** Lets everything run that waits for nothing but promises. */
const turn = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
