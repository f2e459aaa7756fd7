import type { Clock } from '../../src/index.js';

/** A clock that stands still until it is turned. */
export interface HandClock extends Clock {
  /** How long each sleep that has not ended still takes, in milliseconds. */
  pending(): number[];
  turn(ms: number): void;
}

export const createHandClock = (): HandClock => {
  let now = 1_000_000;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        if (ms <= 0) return resolve();
        const sleeper = {
          until: now + ms,
          wake: () => {
            signal?.removeEventListener('abort', onAbort);
            sleepers.delete(sleeper);
            resolve();
          },
        };
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    pending: () => [...sleepers].map(({ until }) => until - now).sort((a, b) => a - b),
    turn: (ms) => {
      now += ms;
      for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake();
    },
  };
};
