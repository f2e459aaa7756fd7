/** A day of the week. */
export type Weekday = 'sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday';

/** A part of every week, by the clock on the wall. */
export interface WeeklyWindow {
  /** Days on which it begins. Default: every day. */
  readonly days?: readonly Weekday[];
  /** When it begins, as `HH:MM`. */
  readonly from: string;
  /** When it ends, as `HH:MM` up to `24:00`. One that is not later than `from` is on the day after. */
  readonly to: string;
}

/** One stretch of time. */
export interface DatedWindow {
  /** When it begins, with its offset: `2026-12-24T12:00:00Z`. */
  readonly begins: string;
  /** When it ends, in the same way. */
  readonly ends: string;
}

/**
 * When a device polls (API-20), and when the connection is known to be down (API-18). Where clocks are put forward, a
 * window that lies in the lost hour does not come about that day; where they are put back, one in the hour that is
 * told twice does so twice.
 */
export interface PollSchedule {
  /** IANA name of the time zone in which weekly windows are told, such as `Europe/Berlin`. Default: `UTC`. */
  readonly timeZone?: string;
  /** When it polls. Default: always. Outside, reports are sent all the same. */
  readonly polling?: readonly WeeklyWindow[];
  /** When nothing at all is sent, and failures of what was sent before are not told (API-19). Default: never. */
  readonly downtime?: readonly (WeeklyWindow | DatedWindow)[];
}
