import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createWorkloadManagementClient,
  type MutualTlsClientOptions,
  type WorkloadManagementClient,
} from '../../src/client/index.js';
import type { MutualTlsFetch, MutualTlsListener } from '../../src/node/index.js';
import { startDevice, startFleetManager, type FleetManager } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const ETAG = '"sha256:00"';
const MANIFEST = '{"manifestVersion":1,"bundle":null,"deployments":[]}';
const MEDIA_TYPE = 'application/vnd.margo.manifest.v1+json';

type Limits = Omit<MutualTlsClientOptions, 'baseUrl' | 'fetch'>;

interface Poll {
  readonly manager: FleetManager;
  readonly device: MutualTlsFetch;
  readonly client: WorkloadManagementClient;
}

/** A device that polls a fleet manager through a `fetch` that our client knows the short way of. */
const startPolling = async (
  listener: MutualTlsListener,
  limits: Limits = {},
  options: Parameters<typeof startDevice>[1] = {},
): Promise<Poll> => {
  const manager = await startFleetManager(issuer, listener);
  const device = await startDevice(issuer, options);
  const client = createWorkloadManagementClient({ baseUrl: manager.url, fetch: device.fetch, ...limits });
  return { manager, device, client };
};

const codeOf = async (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'answered',
    (error: unknown) => (error as { code: unknown }).code,
  );

afterEach(() => vi.unstubAllGlobals());

describe('a poll over mutual TLS', () => {
  it('asks by ETag, and hears that nothing is new (DS-39)', async () => {
    const asked: unknown[] = [];
    const { manager, device, client } = await startPolling((request, response) => {
      asked.push([request.method, request.url, request.headers['if-none-match'], request.headers.accept]);
      response.writeHead(304, { ETag: ETAG }).end();
    });
    expect(await client.getStateManifest({ ifNoneMatch: ETAG })).toEqual({ status: 'unchanged' });
    expect(asked).toEqual([['GET', '/api/v1/deployments', ETAG, MEDIA_TYPE]]);
    expect(manager.callers).toEqual([device.ownId]);
  });

  it('needs no web request and no web response for that', async () => {
    vi.stubGlobal('Request', undefined);
    vi.stubGlobal('Response', undefined);
    const { client } = await startPolling((_, response) => response.writeHead(304, { ETag: ETAG }).end());
    expect(await client.getStateManifest({ ifNoneMatch: ETAG })).toEqual({ status: 'unchanged' });
  });

  it('gives the exact bytes of what is new, without their content coding (DS-30)', async () => {
    const { client } = await startPolling((_, response) =>
      response
        .writeHead(200, { 'Content-Type': MEDIA_TYPE, 'Content-Encoding': 'gzip', ETag: ETAG })
        .end(gzipSync(MANIFEST)),
    );
    const answer = await client.getStateManifest();
    expect(answer).toMatchObject({ status: 'changed', etag: ETAG });
    expect(Buffer.from((answer as { bytes: Uint8Array }).bytes).toString()).toBe(MANIFEST);
  });

  it('leaves nothing behind on its connection or at the signal of its caller, however often', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): number => warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const counts: number[] = [];
    const sockets = new Set<Socket>();
    const { client } = await startPolling((request, response) => {
      sockets.add(request.socket);
      const { socket } = request;
      counts.push(socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0));
      response.writeHead(304, { ETag: ETAG }).end();
    });
    const caller = new AbortController();
    for (let count = 0; count < 100; count += 1)
      await client.getStateManifest({ ifNoneMatch: ETAG, signal: caller.signal });
    expect(sockets.size).toBe(1);
    expect(counts.at(-1)).toBe(counts[1]);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('refuses redirects, to wherever they lead', async () => {
    const { manager, client } = await startPolling((_, response) => response.writeHead(307, { Location: '/x' }).end());
    expect(await codeOf(client.getStateManifest({ ifNoneMatch: ETAG }))).toBe('ERR_REDIRECT_REFUSED');
    expect(manager.callers).toHaveLength(1);
  });

  it('takes no 304 that it did not ask for, and no status that HTTP does not have', async () => {
    let status = 304;
    const { client } = await startPolling((_, response) => response.writeHead(status, { 'Content-Length': '0' }).end());
    expect(await codeOf(client.getStateManifest())).toBe('ERR_UNEXPECTED_STATUS');
    status = 700;
    expect(await codeOf(client.getStateManifest({ ifNoneMatch: ETAG }))).toBe('ERR_NETWORK');
  });

  it('reads no more than it may', async () => {
    const { client } = await startPolling(
      (_, response) => response.writeHead(200, { 'Content-Type': MEDIA_TYPE }).end(MANIFEST),
      { maxManifestBytes: MANIFEST.length - 1 },
    );
    expect(await codeOf(client.getStateManifest())).toBe('ERR_BODY_TOO_LARGE');
  });

  it('takes no header that is longer than it may be', async () => {
    const { client } = await startPolling(
      (_, response) => response.writeHead(304, { 'X-Long': 'x'.repeat(2000) }).end(),
      {},
      { maxHeaderBytes: 1000 },
    );
    expect(await codeOf(client.getStateManifest({ ifNoneMatch: ETAG }))).toBe('ERR_NETWORK');
  });

  it('hears of a refusal as a problem', async () => {
    const { client } = await startPolling((_, response) =>
      response.writeHead(403, { 'Content-Type': 'application/problem+json' }).end('{"title":"No","status":403}'),
    );
    const failure = client.getStateManifest({ ifNoneMatch: ETAG });
    await expect(failure).rejects.toMatchObject({ name: 'ProblemError', status: 403 });
  });

  it('ends with its time, with the word of its caller, and when no byte comes', async () => {
    const silent: MutualTlsListener = () => undefined;
    const late = await startPolling(silent, { timeoutMs: 30 });
    expect(await codeOf(late.client.getStateManifest({ ifNoneMatch: ETAG }))).toBe('ERR_TIMEOUT');
    const idle = await startPolling(silent, {}, { idleTimeoutMs: 30 });
    const failure = idle.client.getStateManifest({ ifNoneMatch: ETAG });
    await expect(failure).rejects.toMatchObject({ code: 'ERR_TIMEOUT', message: expect.stringContaining('no byte') });
    const caller = new AbortController();
    const called = await startPolling(() => caller.abort());
    const { signal } = caller;
    expect(await codeOf(called.client.getStateManifest({ ifNoneMatch: ETAG, signal }))).toBe('ERR_ABORTED');
    expect(await codeOf(called.client.getStateManifest({ ifNoneMatch: ETAG, signal }))).toBe('ERR_ABORTED');
    expect(called.manager.callers).toHaveLength(1);
  });

  it('ends when the answer stops in the middle', async () => {
    const { client } = await startPolling((_, response) => {
      response.writeHead(200, { 'Content-Type': MEDIA_TYPE, 'Content-Length': '100' });
      response.write('{', () => response.destroy());
    });
    expect(await codeOf(client.getStateManifest({ ifNoneMatch: ETAG }))).toBe('ERR_NETWORK');
  });

  it('never leaves for a fleet manager that is not the own one (WP-14)', async () => {
    const { manager, client } = await startPolling(
      (_, response) => response.writeHead(304).end(),
      {},
      { credentials: await issuer.issueClient('line-2', 'press-7') },
    );
    expect(await codeOf(client.getStateManifest({ ifNoneMatch: ETAG }))).toMatch(/^ERR_PEER_/);
    expect(manager.callers).toEqual([]);
  });

  it('is refused after close', async () => {
    const { device, client } = await startPolling((_, response) => response.writeHead(304).end());
    await device.close();
    expect(await codeOf(client.getStateManifest({ ifNoneMatch: ETAG }))).toBe('ERR_ABORTED');
  });

  it('takes the way of all requests when somebody has put something round the fetch', async () => {
    const { manager, device } = await startPolling((_, response) => response.writeHead(304).end());
    const seen: unknown[] = [];
    const client = createWorkloadManagementClient({
      baseUrl: manager.url,
      fetch: async (request) => {
        seen.push(request instanceof Request);
        return device.fetch(request);
      },
    });
    expect(await client.getStateManifest({ ifNoneMatch: ETAG })).toEqual({ status: 'unchanged' });
    expect(seen).toEqual([true]);
  });
});
