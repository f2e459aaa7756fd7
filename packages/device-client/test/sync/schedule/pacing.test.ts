import { ProblemError, TransportError } from '@margo-sdk/protocol';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PACING, pauseAfter, requirePacing } from '../../../src/sync/schedule/pacing.js';

const MINUTE = 60_000;
const lost = new TransportError('ERR_NETWORK', 'Nothing came.');
const problem = (status: number, more: { readonly retryAfter?: string; readonly backoff?: 'fixed' } = {}) =>
  new ProblemError({
    request: 'GET /',
    status,
    nowMs: 0,
    retryAfter: more.retryAfter ?? null,
    problem: {
      type: 'about:blank',
      title: 'No',
      status,
      ...(more.backoff && { retryable: true, backoffStrategy: more.backoff }),
    },
  });
const pause = (failures: number, error: Error | undefined, chance: number): number =>
  pauseAfter(DEFAULT_PACING, { failures, error }, () => chance);

describe('the pause after a poll', () => {
  it('is the interval and a little by chance (API-21, M-56)', () => {
    expect(pause(0, undefined, 0)).toBe(MINUTE);
    expect(pause(0, undefined, 0.5)).toBe(1.05 * MINUTE);
  });

  it('grows with each failure, by chance and up to a bound, and is never shorter than the interval (API-16, M-45)', () => {
    expect([1, 2, 3, 4, 2000].map((failures) => pause(failures, lost, 0.999) / MINUTE)).toEqual([
      expect.closeTo(1.998, 3),
      expect.closeTo(3.996, 3),
      expect.closeTo(7.992, 3),
      expect.closeTo(9.99, 3),
      expect.closeTo(9.99, 3),
    ]);
    expect(pause(5, lost, 0)).toBe(MINUTE);
  });

  it('does not grow if the fleet manager asks for fixed steps (API-16)', () => {
    expect(pause(5, problem(503, { backoff: 'fixed' }), 0.999)).toBeLessThan(1.1 * MINUTE);
  });

  it('is as long as the fleet manager asks for, within limits (API-14, M-45)', () => {
    expect(pause(1, problem(503, { retryAfter: '900' }), 0)).toBe(15 * MINUTE);
    expect(pause(1, problem(503, { retryAfter: '900' }), 0.5)).toBe(15.05 * MINUTE);
    expect(pause(1, problem(503, { retryAfter: '999999' }), 0)).toBe(60 * MINUTE);
    expect(pause(1, problem(503, { retryAfter: '1' }), 0)).toBe(MINUTE);
  });

  it('is long while the client is not accepted, and short again right after that (M-39)', () => {
    expect(pause(1, problem(403), 0)).toBe(15 * MINUTE);
    expect(pause(9, problem(403), 0)).toBe(15 * MINUTE);
    expect(pause(0, undefined, 0)).toBe(MINUTE);
    expect(pause(1, problem(401), 0)).toBe(MINUTE);
  });

  it.each([
    { pollIntervalMs: NaN },
    { pollIntervalMs: 0 },
    { pollIntervalMs: -1 },
    { pollIntervalMs: Infinity },
    { jitter: NaN },
    { jitter: -0.1 },
    { jitter: Infinity },
    { maxPollBackoffMs: NaN },
    { maxPollBackoffMs: -1 },
    { forbiddenPollIntervalMs: NaN },
    { maxRetryAfterMs: -1 },
  ])('cannot be made of %s', (wrong) => {
    expect(() => requirePacing({ ...DEFAULT_PACING, ...wrong })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION_INVALID' }),
    );
  });
});
