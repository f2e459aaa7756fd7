import { describe, expect, it } from 'vitest';
import { createSchedule, type PollSchedule } from '../../../src/index.js';

const at = (text: string): number => Date.parse(text);
const next = (schedule: PollSchedule, from: string): string =>
  new Date(createSchedule(schedule).nextPoll(at(from))).toISOString();

describe('the hours in which a device polls (API-20)', () => {
  it('are all of them unless told', () => {
    expect(next({}, '2026-03-28T11:22:33.444Z')).toBe('2026-03-28T11:22:33.444Z');
    expect(createSchedule().isDown(at('2026-03-28T11:22:33.444Z'))).toBe(false);
  });

  const nightly: PollSchedule = { polling: [{ from: '22:00', to: '05:00' }] };
  it.each([
    ['before they begin', '2026-03-10T21:59:59.999Z', '2026-03-10T22:00:00.000Z'],
    ['when they begin', '2026-03-10T22:00:00.000Z', '2026-03-10T22:00:00.000Z'],
    ['after midnight', '2026-03-11T04:59:59.999Z', '2026-03-11T04:59:59.999Z'],
    ['when they end', '2026-03-11T05:00:00.000Z', '2026-03-11T22:00:00.000Z'],
  ])('go across midnight: %s', (_, from, expected) => {
    expect(next(nightly, from)).toBe(expected);
  });

  const weekend: PollSchedule = { polling: [{ days: ['saturday'], from: '12:00', to: '06:00' }] };
  it.each([
    ['on Friday', '2026-03-13T13:00:00Z', '2026-03-14T12:00:00.000Z'],
    ['on the day itself', '2026-03-14T13:00:00Z', '2026-03-14T13:00:00.000Z'],
    ['on the morning after', '2026-03-15T05:00:00Z', '2026-03-15T05:00:00.000Z'],
    ['on the morning of the day', '2026-03-14T05:00:00Z', '2026-03-14T12:00:00.000Z'],
    ['a week ahead', '2026-03-15T06:00:00Z', '2026-03-21T12:00:00.000Z'],
  ])('belong to the day on which they begin: %s', (_, from, expected) => {
    expect(next(weekend, from)).toBe(expected);
  });

  it('can be a whole day', () => {
    const schedule: PollSchedule = { polling: [{ days: ['monday'], from: '00:00', to: '24:00' }] };
    expect(next(schedule, '2026-03-16T23:59:59.999Z')).toBe('2026-03-16T23:59:59.999Z');
    expect(next(schedule, '2026-03-17T00:00:00Z')).toBe('2026-03-23T00:00:00.000Z');
    expect(next({ polling: [{ days: ['monday'], from: '06:00', to: '06:00' }] }, '2026-03-17T05:00:00Z')).toBe(
      '2026-03-17T05:00:00.000Z',
    );
  });

  it('are told by the clocks of a time zone, summer and winter', () => {
    const schedule: PollSchedule = { timeZone: 'Europe/Berlin', polling: [{ from: '22:00', to: '23:00' }] };
    expect(next(schedule, '2026-01-10T12:00:00Z')).toBe('2026-01-10T21:00:00.000Z');
    expect(next(schedule, '2026-07-10T12:00:00Z')).toBe('2026-07-10T20:00:00.000Z');
    expect(next({ ...schedule, timeZone: 'Asia/Kolkata' }, '2026-07-10T12:00:00Z')).toBe('2026-07-10T16:30:00.000Z');
  });

  const berlin = (from: string, to: string): PollSchedule => ({ timeZone: 'Europe/Berlin', polling: [{ from, to }] });
  it.each([
    ['put forward before they begin', berlin('04:00', '05:00'), '2026-03-28T12:00:00Z', '2026-03-29T02:00:00.000Z'],
    ['put forward over their beginning', berlin('02:30', '04:00'), '2026-03-29T00:30:00Z', '2026-03-29T01:00:00.000Z'],
    ['put forward over all of them', berlin('02:00', '03:00'), '2026-03-29T00:30:00Z', '2026-03-30T00:00:00.000Z'],
    ['put forward in the middle', berlin('01:30', '03:30'), '2026-03-29T01:29:59Z', '2026-03-29T01:29:59.000Z'],
    ['put forward before their end', berlin('01:30', '03:30'), '2026-03-29T01:30:00Z', '2026-03-29T23:30:00.000Z'],
    ['put back before they begin', berlin('04:00', '05:00'), '2026-10-24T12:00:00Z', '2026-10-25T03:00:00.000Z'],
    ['put back, the first time', berlin('02:15', '02:30'), '2026-10-24T23:00:00Z', '2026-10-25T00:15:00.000Z'],
    ['put back, the second time', berlin('02:15', '02:30'), '2026-10-25T00:30:00Z', '2026-10-25T01:15:00.000Z'],
    ['put back into them', berlin('01:00', '02:30'), '2026-10-25T00:45:00Z', '2026-10-25T01:00:00.000Z'],
  ])('come when the clocks say so that are %s', (_, schedule, from, expected) => {
    expect(next(schedule, from)).toBe(expected);
  });

  it.each(['America/New_York', 'Australia/Lord_Howe', 'America/St_Johns'])(
    'agree with the clocks on the wall over a year in %s',
    (timeZone) => {
      const schedule = createSchedule({ timeZone, polling: [{ days: ['sunday'], from: '01:30', to: '03:15' }] });
      const format = new Intl.DateTimeFormat('en-GB', {
        ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      });
      const isOpen = (ms: number): boolean => {
        const shown = format.format(ms);
        return shown.startsWith('Sun') && '01:30' <= shown.slice(-5) && shown.slice(-5) < '03:15';
      };
      const quarter = 15 * 60_000;
      let opens: number | undefined;
      for (let ms = at('2027-01-11T00:00:00Z'); ms > at('2026-01-01T00:00:00Z'); ms -= quarter) {
        if (isOpen(ms)) opens = ms;
        if (opens !== undefined && isOpen(ms - quarter) !== isOpen(ms)) {
          expect(schedule.nextPoll(ms)).toBe(opens);
          if (!isOpen(ms - quarter)) expect(schedule.nextPoll(ms - quarter)).toBe(opens);
        }
      }
    },
  );
});

describe('a planned downtime (API-18)', () => {
  const schedule: PollSchedule = {
    polling: [{ from: '08:00', to: '10:00' }],
    downtime: [
      { days: ['tuesday'], from: '07:00', to: '09:00' },
      { begins: '2026-03-18T00:00:00Z', ends: '2026-03-19T11:30:00+01:00' },
    ],
  };
  const created = createSchedule(schedule);

  it('takes its part of the hours', () => {
    expect(next(schedule, '2026-03-17T06:00:00Z')).toBe('2026-03-17T09:00:00.000Z');
    expect(next(schedule, '2026-03-17T10:00:00Z')).toBe('2026-03-20T08:00:00.000Z');
  });

  it('has a beginning and an end', () => {
    expect(created.isDown(at('2026-03-17T06:59:59.999Z'))).toBe(false);
    expect(created.isDown(at('2026-03-17T07:00:00Z'))).toBe(true);
    expect(created.downUntil(at('2026-03-17T08:00:00Z'))).toBe(at('2026-03-17T09:00:00Z'));
    expect(created.isDown(at('2026-03-17T09:00:00Z'))).toBe(false);
    expect(created.downUntil(at('2026-03-18T00:00:00Z'))).toBe(at('2026-03-19T10:30:00Z'));
    expect(created.isDown(at('2026-03-19T10:30:00Z'))).toBe(false);
  });

  it('goes on in the one that touches it', () => {
    const touching = createSchedule({
      downtime: [
        { begins: '2026-03-18T02:00:00Z', ends: '2026-03-18T03:00:00Z' },
        { from: '03:00', to: '04:00' },
        { begins: '2026-03-18T01:00:00Z', ends: '2026-03-18T02:00:00Z' },
      ],
    });
    expect(touching.nextPoll(at('2026-03-18T01:00:00Z'))).toBe(at('2026-03-18T04:00:00Z'));
  });
});

describe('a schedule that cannot be kept', () => {
  it.each<[string, PollSchedule]>([
    ['an unknown zone', { timeZone: 'Europe/Atlantis' }],
    ['an empty zone', { timeZone: '' }],
    ['no window', { polling: [] }],
    ['no day', { polling: [{ days: [], from: '08:00', to: '09:00' }] }],
    ['a day that is none', { polling: [{ days: ['Monday' as 'monday'], from: '08:00', to: '09:00' }] }],
    ['an hour that is none', { polling: [{ from: '24:00', to: '09:00' }] }],
    ['an end after midnight', { polling: [{ from: '08:00', to: '24:01' }] }],
    ['a time without its zero', { polling: [{ from: '8:00', to: '09:00' }] }],
    ['a minute that is none', { downtime: [{ from: '08:60', to: '09:00' }] }],
    ['a date that is none', { downtime: [{ begins: '2026-13-01T00:00:00Z', ends: '2027-01-01T00:00:00Z' }] }],
    ['a date without its offset', { downtime: [{ begins: '2026-12-01T00:00:00', ends: '2027-01-01T00:00:00Z' }] }],
    ['an end before the beginning', { downtime: [{ begins: '2026-12-01T00:00:00Z', ends: '2026-11-30T00:00:00Z' }] }],
    ['a downtime without an end', { downtime: [{ from: '00:00', to: '24:00' }] }],
    [
      'hours that all lie in the downtime',
      { polling: [{ from: '08:00', to: '09:00' }], downtime: [{ from: '07:30', to: '09:00' }] },
    ],
  ])('is refused: %s', (_, schedule) => {
    expect(() => createSchedule(schedule)).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID' }));
  });
});
