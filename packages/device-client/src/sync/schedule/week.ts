import type { Weekday, WeeklyWindow } from './poll-schedule.js';
import { refuseOption } from './refuse-option.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Length of a week in milliseconds. */
export const WEEK_MS = 7 * DAY_MS;
/** 1970-01-04 was the first Sunday. */
const FIRST_SUNDAY_MS = 3 * DAY_MS;

const WEEKDAYS: readonly Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A stretch of every week, in milliseconds from Sunday 00:00 on the wall. */
export interface Span {
  readonly startMs: number;
  readonly lengthMs: number;
}

/** Reads weekly windows; throws `ERR_OPTION_INVALID`. */
export const spansOf = (windows: readonly WeeklyWindow[], option: string): readonly Span[] =>
  windows.flatMap(({ days = WEEKDAYS, from, to }) => {
    const start = timeOf(from, 23, `${option}.from`);
    const end = timeOf(to, 24, `${option}.to`);
    const lengthMs = end > start ? end - start : end - start + DAY_MS;
    if (days.length === 0) refuseOption(`${option}.days`, 'at least one day of the week');
    return days.map((day) => {
      const index = WEEKDAYS.indexOf(day);
      if (index < 0) refuseOption(`${option}.days`, `days of the week (${WEEKDAYS.join(', ')})`);
      return { startMs: index * DAY_MS + start, lengthMs };
    });
  });

const timeOf = (text: string, lastHour: number, option: string): number => {
  const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(text) ?? [];
  const time = Number(hours) * 60 + Number(minutes);
  if (time <= lastHour * 60 + (lastHour === 24 ? 0 : 59)) return time * MINUTE_MS;
  return refuseOption(option, `a time of the day as HH:MM, at most ${lastHour === 24 ? '24:00' : '23:59'},`);
};

/** Milliseconds from Sunday 00:00, of what a clock on the wall shows. */
export const timeOfWeek = (shownMs: number): number => circle(shownMs - FIRST_SUNDAY_MS);

/** Whether a time of the week lies in one of the spans; its start does, its end does not. */
export const isWithin = (spans: readonly Span[], weekMs: number): boolean =>
  spans.some(({ startMs, lengthMs }) => circle(weekMs - startMs) < lengthMs);

/** Starts and ends of all spans, as times of the week. */
export const edgesOf = (spans: readonly Span[]): readonly number[] =>
  spans.flatMap(({ startMs, lengthMs }) => [startMs, circle(startMs + lengthMs)]);

/** How long it takes from a time of the week until one lies in the spans, or does not; undefined: for ever. */
export const untilWithin = (spans: readonly Span[], weekMs: number, wanted: boolean): number | undefined => {
  const distances = edgesOf(spans)
    .filter((edge) => isWithin(spans, edge) === wanted)
    .map((edge) => circle(edge - weekMs) || WEEK_MS);
  return distances.length === 0 ? undefined : Math.min(...distances);
};

const circle = (ms: number): number => ((ms % WEEK_MS) + WEEK_MS) % WEEK_MS;
