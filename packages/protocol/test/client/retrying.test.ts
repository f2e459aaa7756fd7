import { ProblemError, TransportError, UnexpectedResponseError } from '@margo-sdk/protocol';
import { RETRY_DEFAULTS, retryDecision, retrying, type RetryOptions } from '@margo-sdk/protocol/client';
import { MargoError } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { failureOf, observedClient } from './observed-client.js';

const deploymentId = '0a1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';
const digest = `sha256:${'0a'.repeat(32)}`;
const request = 'GET /api/v1/deployments';
const refused = (status: number, more: object = {}) => new ProblemError({ request, status, nowMs: 0, ...more });
const problem = { type: 'about:blank', title: 'Busy', status: 500 };

describe('deciding about another attempt', () => {
  it.each<[string, unknown, boolean]>([
    ['no answer', new TransportError('ERR_NETWORK', 'gone'), true],
    ['no answer in time', new TransportError('ERR_TIMEOUT', 'slow'), true],
    ['a caller who has ended it', new TransportError('ERR_ABORTED', 'enough'), false],
    ['an answer outside the contract', new UnexpectedResponseError('ERR_REDIRECT_REFUSED', 'elsewhere'), false],
    ['an error that says nothing', new MargoError('ERR_OTHER', 'other'), false],
    ['an error of somebody else', Object.assign(new Error('other'), { retryable: true }), false],
    ['something that is no error', undefined, false],
    ...[408, 429, 500, 502, 503, 504].map((status): [string, unknown, boolean] => [`${status}`, refused(status), true]),
    ...[400, 401, 403, 404, 406, 409, 413, 422, 501].map((status): [string, unknown, boolean] => [
      `${status}`,
      refused(status),
      false,
    ]),
  ])('goes by what failed: %s (M-45)', (_what, error, again) => {
    expect(retryDecision(error, 1, {}, 0) !== 'give-up').toBe(again);
  });

  it('lets `retryable` of the problem outrank its status, both ways (API-15, API-24)', () => {
    expect(retryDecision(refused(500, { problem: { ...problem, retryable: false } }), 1, {}, 0)).toBe('give-up');
    expect(retryDecision(refused(404, { problem: { ...problem, retryable: true } }), 1, {}, 0)).not.toBe('give-up');
  });

  it('spaces attempts as `backoffStrategy` says (API-16)', () => {
    const bounds = (error: unknown) =>
      [1, 2, 3, 4].map((attempt) => retryDecision(error, attempt, { maxAttempts: 9, maxDelayMs: 3000 }, 1));
    const ms = (...all: number[]) => all.map((retryAfterMs) => ({ retryAfterMs }));
    expect(bounds(refused(500))).toEqual(ms(500, 1000, 2000, 3000));
    const fixed = { ...problem, retryable: true, backoffStrategy: 'fixed' };
    expect(bounds(refused(500, { problem: fixed }))).toEqual(ms(500, 500, 500, 500));
    const none = { ...problem, retryable: true, backoffStrategy: 'none' };
    expect(bounds(refused(500, { problem: none }))).toEqual(Array(4).fill('give-up'));
  });

  it('spreads the attempts of many devices over the whole pause (API-16)', () => {
    const at = (random: number) => retryDecision(refused(500), 1, {}, random);
    expect([at(0), at(0.5), at(1)]).toEqual([{ retryAfterMs: 0 }, { retryAfterMs: 250 }, { retryAfterMs: 500 }]);
  });

  it('never comes back before `Retry-After`, in seconds or as a date (API-14)', () => {
    const inSeconds = refused(503, { retryAfter: '30' });
    const asDate = refused(503, { retryAfter: 'Thu, 01 Jan 1970 00:00:30 GMT' });
    for (const error of [inSeconds, asDate]) {
      expect(retryDecision(error, 1, {}, 0)).toEqual({ retryAfterMs: 30_000 });
      expect(retryDecision(error, 1, {}, 1)).toEqual({ retryAfterMs: 30_500 });
    }
  });

  it('gives up where it would have to wait for too long, rather than coming back too early (API-14)', () => {
    const error = refused(503, { retryAfter: '60' });
    expect(retryDecision(error, 1, {}, 0)).toEqual({ retryAfterMs: RETRY_DEFAULTS.maxRetryAfterMs });
    expect(retryDecision(error, 1, { maxRetryAfterMs: 59_999 }, 0)).toBe('give-up');
  });

  it('gives up after the last attempt', () => {
    const outcomes = [1, 2, 3].map((attempt) => retryDecision(refused(503), attempt, {}, 0) === 'give-up');
    expect(outcomes).toEqual([false, false, true]);
  });
});

/** Answers one status after the other, the last one for ever. */
const answering = (statuses: readonly number[], options: RetryOptions = {}, headers: Record<string, string> = {}) => {
  const slept: number[] = [];
  let answered = 0;
  const { client, seen } = observedClient(() => {
    const status = statuses[Math.min(answered, statuses.length - 1)] ?? 500;
    answered += 1;
    return new Response(null, { status, headers: status >= 400 ? headers : {} });
  });
  const clock = { sleep: async (ms: number) => void slept.push(ms) };
  return { client: retrying(client, { clock, random: () => 0, ...options }), seen, slept };
};

describe('retrying', () => {
  it.each<[string, (client: ReturnType<typeof retrying>) => Promise<unknown>]>([
    ['getStateManifest', (client) => client.getStateManifest({ ifNoneMatch: '"a"' })],
    ['putCapabilities', (client) => client.putCapabilities({ deviceId: 'd', body: '{}' })],
    ['deleteCapabilities', (client) => client.deleteCapabilities({ deviceId: 'd' })],
    ['postDeploymentStatus', (client) => client.postDeploymentStatus({ deploymentId, body: '{}' })],
  ])('sends the very same request again: %s (M-38)', async (operation, call) => {
    const { client, seen } = answering([503, 502, operation === 'getStateManifest' ? 304 : 200]);
    await call(client);
    expect(seen).toHaveLength(3);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it('fetches again as well', async () => {
    for (const call of ['getBundle', 'getDeployment'] as const) {
      const { client, seen } = answering([503]);
      expect(await failureOf(client[call]({ deploymentId, digest }))).toMatchObject({ status: 503 });
      expect(seen).toHaveLength(3);
    }
  });

  it('waits as long as it was told to, and throws the last error (API-14)', async () => {
    const { client, seen, slept } = answering([503, 429], {}, { 'Retry-After': '7' });
    expect(await failureOf(client.getStateManifest())).toMatchObject({ code: 'ERR_PROBLEM', status: 429 });
    expect(slept).toEqual([7000, 7000]);
    expect(seen).toHaveLength(3);
  });

  it('does not repeat what would only fail again (API-15)', async () => {
    const { client, seen, slept } = answering([422]);
    await failureOf(client.postDeploymentStatus({ deploymentId, body: '{}' }));
    expect([seen.length, slept.length]).toEqual([1, 0]);
  });

  it('takes a device that is not found the second time as taken away, and not the first time', async () => {
    const again = answering([504, 404]);
    await expect(again.client.deleteCapabilities({ deviceId: 'd' })).resolves.toBeUndefined();
    const once = answering([404]);
    expect(await failureOf(once.client.deleteCapabilities({ deviceId: 'd' }))).toMatchObject({ status: 404 });
  });

  it('ends when the caller says so between two attempts, whatever the clock does then', async () => {
    for (const rejects of [true, false]) {
      const controller = new AbortController();
      const reason = new Error('shutting down');
      const sleep = async (_ms: number, signal?: AbortSignal): Promise<void> => {
        expect(signal).toBe(controller.signal);
        controller.abort(reason);
        if (rejects) throw new Error('woken');
      };
      const { client, seen } = answering([503], { clock: { sleep } });
      const error = await failureOf(client.getStateManifest({ signal: controller.signal }));
      expect(error).toMatchObject({ code: 'ERR_ABORTED', retryable: false, cause: reason });
      expect(seen).toHaveLength(1);
    }
  });

  it('ends a pause of the platform with its caller, too', async () => {
    const caller = new AbortController();
    const fetch = async () => {
      setImmediate(() => caller.abort());
      return new Response(null, { status: 503, headers: { 'Retry-After': '60' } });
    };
    const { client } = observedClient(fetch, { retry: {} });
    const error = await failureOf(client.getStateManifest({ signal: caller.signal }));
    expect(error).toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('tells when the clock itself fails', async () => {
    const broken = new Error('no timer');
    const { client } = answering([503], { clock: { sleep: () => Promise.reject(broken) } });
    expect(await failureOf(client.getStateManifest())).toBe(broken);
  });

  it('belongs to a client that is made with `retry`, and to no other', async () => {
    const retry = { clock: { sleep: async () => undefined } };
    const failing = () => new Response(null, { status: 503 });
    for (const [options, attempts] of [
      [{ retry }, 3],
      [{}, 1],
    ] as const) {
      const { client, seen } = observedClient(failing, options);
      await failureOf(client.getStateManifest());
      expect(seen).toHaveLength(attempts);
    }
  });

  it.each([
    { maxAttempts: 0 },
    { maxAttempts: 1.5 },
    { firstDelayMs: -1 },
    { maxDelayMs: NaN },
    { maxRetryAfterMs: Infinity },
  ])('refuses limits that cannot be kept to: %j', (limits) => {
    expect(() => answering([200], limits)).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID' }));
  });
});
