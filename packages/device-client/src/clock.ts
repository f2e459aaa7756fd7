import { setTimeout as sleepFor } from 'node:timers/promises';

/** Where time comes from. Tests bring one that they turn by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits `ms` milliseconds, however many they are; rejects at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A timer that is set for longer fires at once; this is 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    let left = ms;
    do {
      const slice = Math.min(left, LONGEST_TIMER_MS);
      await sleepFor(slice, undefined, signal === undefined ? {} : { signal });
      left -= slice;
    } while (left > 0);
  },
};
