import { setTimeout as sleepFor } from 'node:timers/promises';
import { LONGEST_TIMER_MS } from '@margo-sdk/protocol/client';

/** Where time comes from. Tests bring one that they turn by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits `ms` milliseconds, however many they are; rejects at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    let left = ms;
    do {
      // A timer that is set for longer fires at once.
      const slice = Math.min(left, LONGEST_TIMER_MS);
      await sleepFor(slice, undefined, signal === undefined ? {} : { signal });
      left -= slice;
    } while (left > 0);
  },
};
