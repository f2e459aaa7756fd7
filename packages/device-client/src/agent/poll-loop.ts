import type { Clock } from '../clock.js';
import { pauseAfter, type Pacing } from '../sync/schedule/pacing.js';
import type { Schedule } from '../sync/schedule/schedule.js';
import type { PollOutcome } from './poll-outcome.js';

/** What {@link pollForever} needs. */
export interface PollLoopOptions {
  readonly poll: () => Promise<PollOutcome>;
  readonly schedule: Schedule;
  readonly pacing: Pacing;
  /** Longest time by chance before the first poll, and before the first one of each polling window, in milliseconds. */
  readonly firstPollSpreadMs: number;
  /** Called when a planned downtime is over. */
  readonly onUp: () => void;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/**
 * Polls when it is time, until the signal is aborted.
 *
 * @param onFirst - called when the first poll has been answered or has failed, or has to wait for its window
 */
export const pollForever = async (options: PollLoopOptions, onFirst: () => void): Promise<void> => {
  const { poll, schedule, pacing, firstPollSpreadMs, onUp, clock, random, signal } = options;

  /** Waits for a moment at which there may be a poll; says whether it had to. */
  const untilOpen = async (): Promise<boolean> => {
    let waited = false;
    for (let now = clock.now(); schedule.nextPoll(now) > now; now = clock.now()) {
      onFirst();
      waited = true;
      const upMs = schedule.downUntil(now);
      // What waits to be reported need not wait for the polling hours as well.
      await clock.sleep((upMs > now ? upMs : schedule.nextPoll(now)) - now, signal);
      if (upMs > now) onUp();
    }
    return waited;
  };

  let failures = 0;
  let first = true;
  try {
    while (!signal.aborted) {
      if (((await untilOpen()) || first) && firstPollSpreadMs > 0) {
        onFirst();
        await clock.sleep(firstPollSpreadMs * random(), signal);
        if (await untilOpen()) continue;
      }
      const outcome = await poll();
      onFirst();
      first = false;
      if (signal.aborted) return;
      const error = outcome.status === 'failed' || outcome.status === 'refused' ? outcome.error : undefined;
      failures = error === undefined ? 0 : failures + 1;
      await clock.sleep(pauseAfter(pacing, { failures, error }, random), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    onFirst();
  }
};
