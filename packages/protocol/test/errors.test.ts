import { ProblemError, TransportError, UnexpectedResponseError, createProblem } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';

const request = 'GET /api/v1/deployments';
const nowMs = Date.UTC(2026, 0, 1);

describe('ProblemError', () => {
  it('goes by the document before the status (API-15, API-16)', () => {
    const problem = { ...createProblem(409), retryable: true, backoffStrategy: 'fixed' as const };
    const error = new ProblemError({ request, status: 409, problem, nowMs });
    expect(error).toMatchObject({ retryable: true, backoffStrategy: 'fixed', status: 409, code: 'ERR_PROBLEM' });
  });

  it.each([
    [408, true],
    [429, true],
    [500, true],
    [502, true],
    [503, true],
    [504, true],
    [400, false],
    [403, false],
    [404, false],
    [422, false],
    [501, false],
  ])('goes by the status %d where the document is silent (M-45)', (status, retryable) => {
    const backoffStrategy = retryable ? 'exponential' : 'none';
    expect(new ProblemError({ request, status, nowMs })).toMatchObject({ retryable, backoffStrategy });
  });

  it('believes the header before the document (API-14, M-45)', () => {
    const problem = createProblem(503, { retryAfterSeconds: 30 });
    const told = (retryAfter: string | null) =>
      new ProblemError({ request, status: 503, problem, retryAfter, nowMs }).retryAfterMs;
    expect(told('5')).toBe(5_000);
    expect(told('Thu, 01 Jan 2026 00:02:00 GMT')).toBe(120_000);
    expect(told('nonsense')).toBe(30_000);
    expect(told(null)).toBe(30_000);
    expect(new ProblemError({ request, status: 503, nowMs }).retryAfterMs).toBeUndefined();
  });

  it('keeps what the other side says to one short line', () => {
    const problem = createProblem('not-authorized', {
      title: 'No\r\n\u001b[31mfake log line',
      detail: 'x'.repeat(5000),
    });
    const { message } = new ProblemError({ request, status: 403, problem, nowMs });
    expect(message).toContain(`${request} was answered with 403: No [31mfake log line: x`);
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(700);
  });
});

describe('other errors', () => {
  it('say whether another try makes sense', () => {
    expect(new TransportError('ERR_NETWORK', 'x').retryable).toBe(true);
    expect(new TransportError('ERR_TIMEOUT', 'x').retryable).toBe(true);
    expect(new TransportError('ERR_ABORTED', 'x').retryable).toBe(false);
    expect(new UnexpectedResponseError('ERR_REDIRECT_REFUSED', 'x').retryable).toBe(false);
  });

  it('are errors of the SDK, with their own names', () => {
    const errors = [new TransportError('ERR_NETWORK', 'x'), new UnexpectedResponseError('ERR_UNEXPECTED_STATUS', 'x')];
    expect(errors.every((error) => MargoError.isInstance(error))).toBe(true);
    expect(errors.map(({ name, code }) => `${name} ${code}`)).toEqual([
      'TransportError ERR_NETWORK',
      'UnexpectedResponseError ERR_UNEXPECTED_STATUS',
    ]);
  });
});
