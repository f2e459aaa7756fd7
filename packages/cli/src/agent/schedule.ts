import {
  createSchedule,
  type DatedWindow,
  type PollSchedule,
  type Weekday,
  type WeeklyWindow,
} from '@margo-sdk/device-client';
import { printable } from '../terminal.js';
import { asArgument, UsageError } from '../usage-error.js';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const dayOf = (name: string): number => DAYS.findIndex((day) => day.slice(0, 3) === name.toLowerCase().slice(0, 3));

/** `mon-fri`, `sat,sun` or `mon`; undefined when it is none of them. */
const daysOf = (text: string): readonly Weekday[] | undefined => {
  const days: Weekday[] = [];
  for (const part of text.split(',')) {
    const [first = '', last = first] = part.split('-');
    const [begin, end] = [dayOf(first), dayOf(last)];
    if (begin < 0 || end < 0) return undefined;
    for (let at = begin; ; at = (at + 1) % DAYS.length) {
      days.push(DAYS[at] as Weekday);
      if (at === end) break;
    }
  }
  return days;
};

const wrong = (option: string, given: string): never => {
  throw new UsageError(
    `${option} is ${printable(given)}, which is no stretch of time.`,
    'Write 22:00-05:00, mon-fri/22:00-05:00 or sat,sun/00:00-24:00.',
  );
};

const weeklyOf = (option: string, given: string): WeeklyWindow => {
  const [, named, from = '', to = ''] =
    /^(?:([a-z,-]+)\/)?(\d\d:\d\d)-(\d\d:\d\d)$/i.exec(given) ?? wrong(option, given);
  const days = named === undefined ? undefined : (daysOf(named) ?? wrong(option, given));
  return { from, to, ...(days && { days }) };
};

const downtimeOf = (given: string): WeeklyWindow | DatedWindow => {
  const [begins, ends, more] = given.split('/');
  if (begins === undefined || ends === undefined || more !== undefined || !/^\d{4}-/.test(begins))
    return weeklyOf('--downtime', given);
  return { begins, ends };
};

/** What was asked for. */
export interface ScheduleCall {
  readonly window?: readonly string[];
  readonly downtime?: readonly string[];
  readonly 'time-zone'?: string;
}

/**
 * Reads when a device polls, and when nothing may be sent.
 *
 * @throws UsageError when a time is none, or there is never time to poll
 */
export const scheduleOf = ({ window = [], downtime = [], 'time-zone': timeZone }: ScheduleCall): PollSchedule => {
  const schedule: PollSchedule = {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(window.length > 0 && { polling: window.map((given) => weeklyOf('--window', given)) }),
    ...(downtime.length > 0 && { downtime: downtime.map(downtimeOf) }),
  };
  asArgument('--window, --downtime or --time-zone', () => createSchedule(schedule));
  return schedule;
};
