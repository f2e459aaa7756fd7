import {
  ProblemError,
  TransportError,
  UnexpectedResponseError,
  createProblem,
  problemResponse,
} from '@margo-sdk/protocol';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { MEDIA_TYPES, MargoError } from '@margo-sdk/spec-model';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf, inPieces, observedClient } from './observed-client.js';

const digest = `sha256:${'0a'.repeat(32)}`;
const kilobyte = new Uint8Array(1024).fill(0x20);

describe('an answer of 400 or above', () => {
  it('carries the problem, also with parameters on its media type (API-12)', async () => {
    const problem = createProblem('gateway-not-found', { detail: 'Report the gateway first.' });
    const headers = { 'Content-Type': 'Application/problem+json; charset=utf-8' };
    const { client } = observedClient(() => new Response(JSON.stringify(problem), { status: 404, headers }));
    const error = await failureOf(client.putCapabilities({ deviceId: 'gw/a', body: '{}' }));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 404, problem, retryable: false, backoffStrategy: 'none' });
    expect(String(error)).toContain('PUT /api/v1/capabilities/gw/a was answered with 404');
  });

  it('says when to come back: seconds, or a date against the given clock (API-14)', async () => {
    const now = () => Date.UTC(2026, 0, 1);
    for (const [retryAfter, ms] of [
      ['7', 7_000],
      ['Thu, 01 Jan 2026 00:00:09 GMT', 9_000],
    ] as const) {
      const { client } = observedClient(() => problemResponse(createProblem(503), { 'Retry-After': retryAfter }), {
        now,
      });
      expect(await failureOf(client.getBundle({ digest }))).toMatchObject({ retryable: true, retryAfterMs: ms });
    }
  });

  it.each([
    ['a page', '<h1>Bad gateway</h1>', 'text/html'],
    ['JSON of another kind', '{"error":"x"}', 'application/json'],
    ['a broken document', '{"type":', MEDIA_TYPES.problem],
    ['a document of another shape', '[1]', MEDIA_TYPES.problem],
    ['nothing', '', MEDIA_TYPES.problem],
  ])('keeps its status where the body is %s', async (_, body, type) => {
    const { client } = observedClient(() => new Response(body, { status: 502, headers: { 'Content-Type': type } }));
    const error = await failureOf(client.getStateManifest());
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 502, problem: undefined, retryable: true });
  });

  it('does not read on when the problem is too long', async () => {
    const { body, pulled } = inPieces(kilobyte, 1_000_000);
    const headers = { 'Content-Type': MEDIA_TYPES.problem };
    const { client } = observedClient(() => new Response(body, { status: 500, headers }), { maxProblemBytes: 4096 });
    expect(await failureOf(client.getStateManifest())).toMatchObject({ status: 500, problem: undefined });
    expect(pulled).toEqual({ pieces: 5, cancelled: true });
  });

  it('hints at the address when even the manifest is not found (M-02)', async () => {
    const { client } = observedClient(() => new Response('', { status: 404 }));
    expect(await failureOf(client.getStateManifest())).toMatchObject({ hint: expect.stringContaining('basePath') });
    expect(await failureOf(client.getBundle({ digest }))).toMatchObject({ hint: undefined });
  });
});

describe('an answer outside the contract', () => {
  it.each([301, 302, 303, 307, 308])('refuses a redirect %d', async (status) => {
    const headers = { Location: 'https://evil.example/' };
    const { client, seen } = observedClient(() => new Response(null, { status, headers }));
    const error = await failureOf(client.getStateManifest());
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ code: 'ERR_REDIRECT_REFUSED', retryable: false });
    expect(seen).toHaveLength(1);
  });

  it('refuses a 304 that nobody asked for, and other successes than 200', async () => {
    const { client } = observedClient(
      (request) => new Response(null, { status: request.url.includes('bundles') ? 204 : 304 }),
    );
    expect(await failureOf(client.getStateManifest())).toMatchObject({ code: 'ERR_UNEXPECTED_STATUS' });
    expect(await failureOf(client.getBundle({ digest }))).toMatchObject({ code: 'ERR_UNEXPECTED_STATUS' });
    expect(await failureOf(client.putCapabilities({ deviceId: 'd', body: '{}' }))).toMatchObject({
      code: 'ERR_UNEXPECTED_STATUS',
    });
  });

  it.each(['text/html', 'application/json', `${MEDIA_TYPES.manifest}x`])(
    'refuses a manifest as %s (DS-06)',
    async (type) => {
      const { client } = observedClient(() => new Response('{}', { headers: { 'Content-Type': type } }));
      expect(await failureOf(client.getStateManifest())).toMatchObject({ code: 'ERR_UNEXPECTED_MEDIA_TYPE' });
    },
  );

  it('refuses a body without a media type (DS-12)', async () => {
    const { client } = observedClient(() => new Response(new Uint8Array([1])));
    expect(await failureOf(client.getBundle({ digest }))).toMatchObject({ code: 'ERR_UNEXPECTED_MEDIA_TYPE' });
  });
});

describe('a body over its limit', () => {
  const limits = { maxManifestBytes: 4096, maxDeploymentBytes: 2048, maxBundleBytes: 8192 };
  const deploymentId = '0a1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';

  it.each([
    ['manifest', MEDIA_TYPES.manifest, 4, 'getStateManifest'],
    ['deployment', MEDIA_TYPES.deployment, 2, 'getDeployment'],
    ['bundle', MEDIA_TYPES.bundle, 8, 'getBundle'],
  ] as const)('is cut while it streams, whatever Content-Length says: %s', async (_, type, pieces, method) => {
    const ask = async (count: number, contentLength: string) => {
      const { body, pulled } = inPieces(kilobyte, count);
      const headers = { 'Content-Type': type, 'Content-Length': contentLength };
      const { client } = observedClient(() => new Response(body, { headers }), limits);
      return { result: client[method]({ deploymentId, digest }), pulled };
    };
    const fitting = await ask(pieces, '99999999');
    await expect(fitting.result).resolves.toBeDefined();
    expect(fitting.pulled).toEqual({ pieces, cancelled: false });

    const over = await ask(1_000_000, '10');
    expect(await failureOf(over.result)).toMatchObject({ code: 'ERR_BODY_TOO_LARGE' });
    expect(over.pulled).toEqual({ pieces: pieces + 1, cancelled: true });
  });
});

describe('no answer', () => {
  afterEach(() => vi.useRealTimers());

  it('is a network error with the platform’s reason', async () => {
    const cause = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') });
    const { client } = observedClient(() => Promise.reject(cause));
    const error = await failureOf(client.getStateManifest());
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'ERR_NETWORK', retryable: true, cause });
    expect(String(error)).toContain('ECONNREFUSED');
  });

  it('is a network error when the body breaks off', async () => {
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) });
    const { client } = observedClient(() => new Response(body, { headers: { 'Content-Type': MEDIA_TYPES.bundle } }));
    expect(await failureOf(client.getBundle({ digest }))).toMatchObject({ code: 'ERR_NETWORK' });
  });

  it('lets an error of ours through untouched', async () => {
    const refused = new MargoError('ERR_PEER_REFUSED', 'Not the fleet manager we know.');
    const { client } = observedClient(() => Promise.reject(refused));
    expect(await failureOf(client.getStateManifest())).toBe(refused);
  });

  it('is a timeout when time is over, even if fetch does not listen', async () => {
    vi.useFakeTimers();
    const { client } = observedClient(() => new Promise<never>(() => undefined), { timeoutMs: 5_000 });
    const failure = failureOf(client.getStateManifest());
    await vi.advanceTimersByTimeAsync(4_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await failure).toMatchObject({ code: 'ERR_TIMEOUT', retryable: true });
  });

  it('is a timeout also where fetch reports the abort in its own words', async () => {
    vi.useFakeTimers();
    const listening = (request: Request) =>
      new Promise<never>((_, reject) => {
        request.signal.addEventListener('abort', () =>
          reject(new DOMException('This operation was aborted', 'AbortError')),
        );
      });
    const { client } = observedClient(listening, { timeoutMs: 5_000 });
    const failure = failureOf(client.getStateManifest());
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await failure).toMatchObject({ code: 'ERR_TIMEOUT' });
  });

  it('is no timeout where there is none to be', async () => {
    vi.useFakeTimers();
    const slow = () =>
      new Promise<Response>((resolve) => setTimeout(() => resolve(new Response(null, { status: 204 })), 60_000));
    const { client } = observedClient(slow, { timeoutMs: Infinity });
    const done = client.deleteCapabilities({ deviceId: 'd' });
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(done).resolves.toBeUndefined();
  });

  it('is a timeout when the body does not end, and lets go of it', async () => {
    vi.useFakeTimers();
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
    const headers = { 'Content-Type': MEDIA_TYPES.manifest };
    const { client } = observedClient(() => new Response(body, { headers }), { timeoutMs: 5_000 });
    const failure = failureOf(client.getStateManifest());
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await failure).toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(cancelled).toBe(true);
  });

  it('names the request with its base path, whoever reports it', async () => {
    const basePath = '/margo';
    const { client } = observedClient(() => new Response('', { status: 200 }), { basePath });
    expect(String(await failureOf(client.getBundle({ digest })))).toContain(`GET /margo/api/v1/bundles/${digest} `);
    const refusing = observedClient(() => new Response('', { status: 404 }), { basePath });
    expect(String(await failureOf(refusing.client.getStateManifest()))).toContain('GET /margo/api/v1/deployments ');
  });

  it('leaves no timer behind', async () => {
    vi.useFakeTimers();
    const { client } = observedClient(() => new Response(null, { status: 204 }));
    await client.deleteCapabilities({ deviceId: 'd' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when the caller says so, and tells the network', async () => {
    const controller = new AbortController();
    const reason = new Error('shutting down');
    let told: AbortSignal | undefined;
    const { client } = observedClient((request) => {
      told = request.signal;
      controller.abort(reason);
      return new Promise<never>(() => undefined);
    });
    const error = await failureOf(client.getStateManifest({ signal: controller.signal }));
    expect(error).toMatchObject({ code: 'ERR_ABORTED', retryable: false, cause: reason });
    expect(told?.aborted).toBe(true);
  });

  it('asks nothing when the caller has ended it before', async () => {
    const { client, seen } = observedClient(() => new Response());
    const error = await failureOf(client.getBundle({ digest, signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'ERR_ABORTED' });
    expect(seen).toHaveLength(0);
  });
});

describe('what cannot be asked', () => {
  it.each(['..', 'gw/../x', ''])('refuses the device id %j before anything is sent (M-52)', async (deviceId) => {
    const { client, seen } = observedClient(() => new Response());
    expect(await failureOf(client.deleteCapabilities({ deviceId }))).toMatchObject({
      code: 'ERR_PATH_PARAMETER_INVALID',
    });
    expect(seen).toHaveLength(0);
  });

  it.each([
    'wfm.example.com',
    'http://wfm.example.com',
    'ftp://wfm.example.com',
    'https://user:secret@wfm.example.com',
    'https://wfm.example.com/margo',
    'https://wfm.example.com/?a=b',
  ])('refuses the baseUrl %s, and does not repeat it', (baseUrl) => {
    const make = () => createWorkloadManagementClient({ baseUrl });
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_BASE_URL_INVALID' }));
    expect(make).not.toThrow(/secret/);
  });

  it.each(['https://wfm.example.com:8443', 'http://localhost:8080', 'http://127.0.0.1:1', 'http://[::1]:1'])(
    'takes the baseUrl %s',
    async (baseUrl) => {
      const { client, seen } = observedClient(() => new Response(null, { status: 204 }), { baseUrl: new URL(baseUrl) });
      await client.deleteCapabilities({ deviceId: 'd' });
      expect(seen[0]?.url).toBe(`${baseUrl}/api/v1/capabilities/d`);
    },
  );
});
