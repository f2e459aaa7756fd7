import { createTrustBundleClient, type TrustBundleClientOptions } from '@margo-sdk/protocol/client';
import { safeParseDiscoveryDocument } from '@margo-sdk/spec-model';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf, inPieces } from './observed-client.js';

const url = 'https://mis.example.com/.well-known/margo?domain=plant.example';
const document = '{"trustDomain":"plant.example","trustBundleUri":"https://mis.example.com/b.json","later":1}';
const json = { 'Content-Type': 'application/json' };

const observed = (
  handler: (request: Request) => Response | Promise<Response>,
  options: Partial<TrustBundleClientOptions> = {},
) => {
  const seen: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    seen.push(request);
    return handler(request);
  };
  return { client: createTrustBundleClient({ fetch, ...options }), seen };
};

afterEach(() => {
  vi.useRealTimers();
});

describe.each(['getDiscoveryDocument', 'getTrustBundle'] as const)('%s', (operation) => {
  it('asks for JSON (TB-04), past all caches (TB-16), and follows no redirect by itself', async () => {
    const { client, seen } = observed(() => new Response(document, { headers: json }));
    await client[operation]({ url });
    expect(seen.map((request) => [request.method, request.url, request.redirect])).toEqual([['GET', url, 'manual']]);
    expect(Object.fromEntries(seen[0]!.headers)).toEqual({ accept: 'application/json', 'cache-control': 'no-cache' });
  });

  it('gives the exact bytes with the ETag; members that nobody knows do no harm (TB-02, TB-05)', async () => {
    const headers = { 'Content-Type': 'application/json; charset=utf-8', ETag: '"1"' };
    const { client } = observed(() => new Response(document, { headers }));
    const got = await client[operation]({ url });
    expect(got).toEqual({ status: 'changed', bytes: new TextEncoder().encode(document), etag: '"1"' });
    if (got.status === 'changed') expect(safeParseDiscoveryDocument(got.bytes).ok).toBe(true);
  });

  it('says that nothing is new on a 304 that it asked for, and on no other (TB-05)', async () => {
    const { client, seen } = observed(() => new Response(null, { status: 304 }));
    expect(await client[operation]({ url, ifNoneMatch: '"1"' })).toEqual({ status: 'unchanged' });
    expect(seen[0]?.headers.get('If-None-Match')).toBe('"1"');
    expect(await failureOf(client[operation]({ url }))).toMatchObject({ code: 'ERR_UNEXPECTED_STATUS' });
  });

  it.each([
    ['http://mis.example.com/', 'not https'],
    ['http://localhost/', 'not https'],
    ['ftp://mis.example.com/', 'not https'],
    ['/.well-known/margo', 'not an absolute URL'],
    ['https://user:secret@mis.example.com/', 'contains credentials'],
  ])('refuses the address %s before anything is sent (TB-09)', async (address, why) => {
    const { client, seen } = observed(() => new Response(document, { headers: json }));
    const error = await failureOf(client[operation]({ url: address }));
    expect(error).toMatchObject({ code: 'ERR_TRUST_BUNDLE_URL_INVALID' });
    expect(String(error)).toContain(why);
    expect(String(error)).not.toContain('secret');
    expect(seen).toHaveLength(0);
  });

  it('refuses a redirect: another origin would need anchors of its own (TB-08)', async () => {
    const headers = { Location: 'https://evil.example/' };
    const { client, seen } = observed(() => new Response(null, { status: 302, headers }));
    expect(await failureOf(client[operation]({ url }))).toMatchObject({ code: 'ERR_REDIRECT_REFUSED' });
    expect(seen).toHaveLength(1);
  });

  it('refuses an answer that is no JSON, such as the page of a portal', async () => {
    const { client } = observed(() => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
    expect(await failureOf(client[operation]({ url }))).toMatchObject({ code: 'ERR_UNEXPECTED_MEDIA_TYPE' });
  });

  it('tells a refusal with what the server said, and fetches no type (PT-07, PT-09)', async () => {
    const type = 'https://vendor.example/problems#moved';
    const body = JSON.stringify({ type, title: 'Bundle not found', status: 404, detail: 'No such domain.' });
    const headers = { 'Content-Type': 'application/problem+json' };
    const { client, seen } = observed(() => new Response(body, { status: 404, headers }));
    const error = await failureOf(client[operation]({ url }));
    expect(error).toMatchObject({ code: 'ERR_PROBLEM', status: 404, retryable: false, problem: { type } });
    expect(String(error)).toContain('Bundle not found: No such domain.');
    expect(seen).toHaveLength(1);
  });

  it('says when to come back, measured against the given clock (API-14)', async () => {
    const headers = { 'Retry-After': 'Thu, 01 Jan 2026 00:00:09 GMT' };
    const options = { now: () => Date.UTC(2026, 0, 1) };
    const { client } = observed(() => new Response(null, { status: 503, headers }), options);
    expect(await failureOf(client[operation]({ url }))).toMatchObject({ retryable: true, retryAfterMs: 9000 });
  });

  it('does not read on when a problem is too long', async () => {
    const { body, pulled } = inPieces(new Uint8Array(1000), 1000);
    const headers = { 'Content-Type': 'application/problem+json' };
    const { client } = observed(() => new Response(body, { status: 404, headers }), { maxProblemBytes: 2500 });
    expect(await failureOf(client[operation]({ url }))).toMatchObject({ status: 404, problem: undefined });
    expect(pulled).toEqual({ pieces: 3, cancelled: true });
  });

  it('reads no further than its limit', async () => {
    const { body, pulled } = inPieces(new Uint8Array(1000), 1000);
    const { client } = observed(() => new Response(body, { headers: json }), { maxBytes: 2500 });
    expect(await failureOf(client[operation]({ url }))).toMatchObject({ code: 'ERR_BODY_TOO_LARGE' });
    expect(pulled).toEqual({ pieces: 3, cancelled: true });
  });

  it('gives up when time is over, and when the caller says so', async () => {
    vi.useFakeTimers();
    const { client } = observed(() => new Promise<never>(() => undefined), { timeoutMs: 5000 });
    const late = failureOf(client[operation]({ url }));
    await vi.advanceTimersByTimeAsync(5000);
    expect(await late).toMatchObject({ code: 'ERR_TIMEOUT', retryable: true });
    const signal = AbortSignal.abort(new Error('enough'));
    expect(await failureOf(client[operation]({ url, signal }))).toMatchObject({ code: 'ERR_ABORTED' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('calls a broken connection by its name', async () => {
    const { client } = observed(() => Promise.reject(new TypeError('fetch failed')));
    expect(await failureOf(client[operation]({ url }))).toMatchObject({ code: 'ERR_NETWORK', retryable: true });
  });
});
