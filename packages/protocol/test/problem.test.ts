import {
  PROBLEM_TYPES,
  STATUS_PHRASES,
  createProblem,
  parseRetryAfter,
  problemResponse,
  problemTypeOf,
  problemTypeUri,
  retryAdvice,
  type ProblemStatus,
  type ProblemType,
} from '@margo-sdk/protocol';
import { safeParseProblemDetail } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';

const types = Object.keys(PROBLEM_TYPES) as ProblemType[];
const statuses = Object.keys(STATUS_PHRASES).map(Number) as ProblemStatus[];

describe('problem', () => {
  it.each(types)('writes %s as a document that its own reader takes (PT-01)', (type) => {
    const problem = createProblem(type, { detail: 'x', instance: '/api/v1/deployments' });
    const result = safeParseProblemDetail(JSON.stringify(problem));
    expect(result).toMatchObject({ ok: true, value: problem });
    expect(problem).toMatchObject({ ...PROBLEM_TYPES[type], retryable: false, backoffStrategy: 'none' });
    expect(problem.type).toBe(`https://docs.margo.org/specification/problem-types#${type}`);
    expect(problemTypeOf(problem.type)).toBe(type);
  });

  it('knows no type of a vendor, and none that only looks like one of ours (PT-03, PT-07)', () => {
    for (const uri of [
      undefined,
      'about:blank',
      'https://vendor.example/problems#x',
      `${problemTypeUri('invalid-bundle')}/`,
    ])
      expect(problemTypeOf(uri)).toBeUndefined();
    expect(problemTypeOf('https://docs.margo.org/specification/problem-types#toString')).toBeUndefined();
  });

  it.each(statuses)('writes %d without a Margo type as about:blank with its phrase (PT-10, PT-11)', (status) => {
    const problem = createProblem(status, { detail: 'x' });
    expect(problem).toMatchObject({
      type: 'about:blank',
      title: STATUS_PHRASES[status],
      status,
      ...retryAdvice(status),
    });
    expect(safeParseProblemDetail(JSON.stringify(problem)).ok).toBe(true);
  });

  it('lists what is wrong (PT-12) and may have its own title (M-39)', () => {
    const errors = [{ field: 'properties.id', message: 'must equal the path' }];
    expect(createProblem('semantic-error', { errors }).errors).toEqual(errors);
    expect(createProblem('not-authorized', { title: 'Client Relationship Retired' }).title).toBe(
      'Client Relationship Retired',
    );
    expect(createProblem('not-authorized')).not.toHaveProperty('errors');
  });

  it('answers with the status of the document and its media type (API-23)', async () => {
    const problem = createProblem('gateway-not-found', { detail: 'No gateway "gw".' });
    const response = problemResponse(problem, { 'Content-Type': 'text/html', 'X-Request-Id': '7' });
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(response.headers.get('X-Request-Id')).toBe('7');
    expect(response.headers.has('Retry-After')).toBe(false);
    expect(await response.json()).toEqual(problem);
  });

  it.each([429, 503] as const)('does not answer %d without Retry-After (API-13)', (status) => {
    expect(() => problemResponse(createProblem(status))).toThrow(
      expect.objectContaining({ code: 'ERR_RETRY_AFTER_MISSING' }),
    );
    const told = problemResponse(createProblem(status, { retryAfterSeconds: 30 }));
    expect(told.headers.get('Retry-After')).toBe('30');
    expect(problemResponse(createProblem(status), { 'retry-after': '5' }).headers.get('Retry-After')).toBe('5');
  });

  it('does not answer with a status that is no error', () => {
    const problem = { ...createProblem(500), status: 200 };
    expect(() => problemResponse(problem)).toThrow(expect.objectContaining({ code: 'ERR_PROBLEM_STATUS_INVALID' }));
  });

  it('retries what may pass and nothing else (M-45)', () => {
    const retryable = statuses.filter((status) => retryAdvice(status).retryable);
    expect(retryable).toEqual([408, 429, 500, 502, 503, 504]);
  });
});

describe('Retry-After (RFC 9110 §10.2.3)', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);

  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['Thu, 01 Jan 2026 12:01:30 GMT', 90_000],
    ['Thursday, 01-Jan-26 12:00:01 GMT', 1_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ])('reads %j', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  it.each([
    null,
    '',
    '-5',
    '1.5',
    '1e3',
    'soon',
    'Thu, 99 Foo 2026 GMT',
    'Thu, 01 Jan 2026 12:01:30',
    'Thu Jan  1 12:01:30 2026',
    '2026-01-01',
    '9'.repeat(400),
  ])('finds nothing in %j', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });
});
