import { refuseOption } from './refuse-option.js';

/** The clocks on the walls of one time zone. */
export interface WallClock {
  /**
   * What they show, in milliseconds from 1970-01-01T00:00 on these very walls.
   *
   * @param atMs - a moment, in milliseconds since 1970
   */
  shows(atMs: number): number;
}

/** Makes the clock of a time zone; throws `ERR_OPTION_INVALID` for a name that the platform does not know. */
export const wallClock = (timeZone: string): WallClock => {
  if (timeZone === 'UTC') return { shows: (atMs) => atMs };
  const format = formatOf(timeZone);
  return {
    shows: (atMs) => {
      const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
      const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
      const seconds = Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
        part('second'),
      );
      return seconds + (atMs - Math.floor(atMs / 1000) * 1000);
    },
  };
};

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    return refuseOption('schedule.timeZone', 'the IANA name of a time zone, such as Europe/Berlin');
  }
};
