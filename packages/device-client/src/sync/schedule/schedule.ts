import { nextChange } from './next-change.js';
import type { DatedWindow, PollSchedule, WeeklyWindow } from './poll-schedule.js';
import { refuseOption } from './refuse-option.js';
import { wallClock } from './wall-clock.js';
import { edgesOf, isWithin, spansOf, type Span } from './week.js';

/** A schedule, ready to be asked. Moments are milliseconds since 1970. Pure. */
export interface Schedule {
  /** Whether nothing may be sent at this moment (API-18). */
  isDown(atMs: number): boolean;
  /** When the downtime ends that this moment lies in; the moment itself when it lies in none. */
  downUntil(atMs: number): number;
  /** The first moment, not before this one, at which there may be a poll (API-20); looked at again when it has come. */
  nextPoll(atMs: number): number;
}

/** Windows that touch each other are walked through, and no more of them. */
const MAX_WINDOWS = 1000;

/**
 * Reads a schedule.
 *
 * @throws MargoError `ERR_OPTION_INVALID`: a time, day or zone that is none, or a schedule that never lets it poll
 *
 * @example
 * ```ts
 * import { createSchedule } from '@margo-sdk/device-client';
 *
 * const schedule = createSchedule({
 *   timeZone: 'Europe/Berlin',
 *   polling: [{ from: '22:00', to: '05:00' }],
 *   downtime: [{ days: ['sunday'], from: '00:00', to: '24:00' }],
 * });
 * const saturdayNoon = Date.parse('2026-03-28T11:00:00Z');
 * console.log(new Date(schedule.nextPoll(saturdayNoon)).toISOString()); // 2026-03-28T21:00:00.000Z
 * console.log(schedule.isDown(saturdayNoon)); // false
 * ```
 */
export const createSchedule = ({ timeZone = 'UTC', polling, downtime = [] }: PollSchedule = {}): Schedule => {
  const clock = wallClock(timeZone);
  if (polling?.length === 0) refuseOption('schedule.polling', 'at least one window');
  const open = polling && spansOf(polling, 'schedule.polling');
  const down = spansOf(downtime.filter(isWeekly), 'schedule.downtime');
  const dated = downtime.filter(isDated).map(stretchOf);
  requireTime(open, down);

  const downUntil = (atMs: number): number => {
    let upMs = atMs;
    for (let turn = 0; turn < MAX_WINDOWS; turn += 1) {
      const before = upMs;
      for (const { beginMs, endMs } of dated) if (beginMs <= upMs && upMs < endMs) upMs = endMs;
      if (down.length > 0) upMs = nextChange(clock, down, upMs, false) ?? upMs;
      if (upMs === before) break;
    }
    return upMs;
  };

  return {
    downUntil,
    isDown: (atMs) => downUntil(atMs) !== atMs,
    nextPoll: (atMs) => {
      let nextMs = atMs;
      for (let turn = 0; turn < MAX_WINDOWS; turn += 1) {
        const openMs = open === undefined ? nextMs : (nextChange(clock, open, nextMs, true) ?? nextMs);
        nextMs = downUntil(openMs);
        if (nextMs === openMs) break;
      }
      return nextMs;
    },
  };
};

const isDated = (window: WeeklyWindow | DatedWindow): window is DatedWindow => 'begins' in window;
const isWeekly = (window: WeeklyWindow | DatedWindow): window is WeeklyWindow => !isDated(window);

/** A date without an offset would be told in the zone of the machine, which is none of the schedule's. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const stretchOf = ({ begins, ends }: DatedWindow): { readonly beginMs: number; readonly endMs: number } => {
  const [beginMs, endMs] = [begins, ends].map((text) => (MOMENT.test(text) ? Date.parse(text) : NaN)) as [
    number,
    number,
  ];
  if (beginMs < endMs) return { beginMs, endMs };
  return refuseOption(
    'schedule.downtime',
    'a moment with its offset, such as 2026-12-24T12:00:00Z, and a later one as its end,',
  );
};

/** Somewhere in the week there has to be a moment for a poll: the beginning of a window, or the end of a downtime. */
const requireTime = (open: readonly Span[] | undefined, down: readonly Span[]): void => {
  const moments = [0, ...edgesOf(open ?? []), ...edgesOf(down)];
  if (moments.some((ms) => (open === undefined || isWithin(open, ms)) && !isWithin(down, ms))) return;
  refuseOption('schedule', 'a week in which there is time to poll');
};
