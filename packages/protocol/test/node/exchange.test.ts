import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { TransportError } from '../../src/errors.js';
import type { AnchorKey } from '../../src/identity/index.js';
import { listen, startDevice, startFleetManager } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });

afterEach(() => vi.restoreAllMocks());

describe('an exchange over mutual TLS', () => {
  it('tells the fleet manager who is calling, and carries method, path, headers, body and status (TLS-02)', async () => {
    const manager = await startFleetManager(issuer, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(201, 'Made', { 'x-answer': ['a', 'b'] });
        response.end(
          JSON.stringify([
            request.method,
            request.url,
            request.headers['x-question'],
            Buffer.concat(chunks).toString(),
          ]),
        );
      });
    });
    const device = await startDevice(issuer);
    const response = await device.fetch(
      new Request(`${manager.url}/status?x=1`, { method: 'POST', headers: { 'X-Question': 'q' }, body: 'hello' }),
    );
    expect(device.ownId).toBe('spiffe://factory.example/margo/wfm/line-1/client/press-7');
    expect(manager.callers).toEqual([device.ownId]);
    expect([response.status, response.statusText, response.headers.get('x-answer')]).toEqual([201, 'Made', 'a, b']);
    expect(await response.json()).toEqual(['POST', '/status?x=1', 'q', 'hello']);
  });

  it('works through an intermediate that each side sends along (SV-02)', async () => {
    const year = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3e10) };
    const layered = await createDevelopmentIssuer({ trustDomain: 'factory.example', intermediateValidity: year });
    const manager = await startFleetManager(layered, (_, response) => response.end('ok'));
    const device = await startDevice(layered);
    expect(await (await device.fetch(new Request(manager.url))).text()).toBe('ok');
  });

  it('trusts an anchor that is not self-signed: all anchors of a bundle are equal (SV-17)', async () => {
    const year = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3e10) };
    const layered = await createDevelopmentIssuer({ trustDomain: 'factory.example', intermediateValidity: year });
    const manager = await startFleetManager(layered, (_, response) => response.end('ok'));
    const [, intermediate = ''] = (await layered.issueFleetManager('line-1')).certificate.split(
      /(?<=END CERTIFICATE-----\n)/,
    );
    const { raw, publicKey } = new X509Certificate(intermediate);
    const anchor = { certificate: raw, publicKey: { kty: 'EC', ...publicKey.export({ format: 'jwk' }) } as AnchorKey };
    const device = await startDevice(layered, { trustBundle: { anchors: [anchor] } });
    expect(await (await device.fetch(new Request(manager.url))).text()).toBe('ok');
  });

  it('streams both bodies while both are still being made', async () => {
    const manager = await startFleetManager(issuer, (request, response) => request.pipe(response));
    const device = await startDevice(issuer);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const text = (part: string): Uint8Array => new TextEncoder().encode(part);
    // The last chunk is held back, so two are needed before the first one leaves.
    const written = writer.write(text('one')).then(async () => writer.write(text('two')));
    const response = await device.fetch(new Request(manager.url, { method: 'POST', body: readable, duplex: 'half' }));
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value).toString()).toBe('one');
    await written;
    await writer.close();
    expect(Buffer.from((await reader.read()).value).toString()).toBe('two');
    expect((await reader.read()).done).toBe(true);
  });

  it('carries a large body whole, with back-pressure', async () => {
    const manager = await startFleetManager(issuer, (request, response) => request.pipe(response));
    const device = await startDevice(issuer);
    const chunk = new Uint8Array(64 * 1024).fill(7);
    let left = 64;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    });
    const response = await device.fetch(new Request(manager.url, { method: 'PUT', body, duplex: 'half' }));
    expect((await response.arrayBuffer()).byteLength).toBe(64 * chunk.byteLength);
  });

  it('gives a short body a Content-Length and a long one chunked coding', async () => {
    const manager = await startFleetManager(issuer, ({ headers }, response) => {
      response.end(JSON.stringify([headers['content-length'], headers['transfer-encoding']]));
    });
    const device = await startDevice(issuer);
    const send = async (init: RequestInit): Promise<unknown> =>
      (await device.fetch(new Request(manager.url, { method: 'POST', ...init }))).json();
    expect(await send({ body: 'hello' })).toEqual(['5', null]);
    expect(await send({})).toEqual(['0', null]);
    const parts = ReadableStream.from([Uint8Array.of(1), Uint8Array.of(2)]) as ReadableStream<Uint8Array>;
    expect(await send({ body: parts, duplex: 'half' })).toEqual([null, 'chunked']);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('undoes %s, and the headers then tell the truth (DS-30)', async (coding, compress) => {
    const manager = await startFleetManager(issuer, (request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip, br');
      response.writeHead(200, { 'content-encoding': coding }).end(compress('id: 1\n'));
    });
    const response = await (await startDevice(issuer)).fetch(new Request(manager.url));
    expect(await response.text()).toBe('id: 1\n');
    expect([response.headers.get('content-encoding'), response.headers.get('content-length')]).toEqual([null, null]);
  });

  it('ends the body with an error when the compressed bytes are damaged', async () => {
    const manager = await startFleetManager(issuer, (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('id: 1\n'.repeat(1000)).subarray(0, 20));
    });
    const response = await (await startDevice(issuer)).fetch(new Request(manager.url));
    await expect(response.text()).rejects.toThrow();
  });

  it('follows no redirect', async () => {
    const manager = await startFleetManager(issuer, (_, response) =>
      response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    const response = await (await startDevice(issuer)).fetch(new Request(manager.url));
    expect([response.status, response.headers.get('location')]).toEqual([307, '/elsewhere']);
    expect(manager.callers).toHaveLength(1);
  });

  it('gives 204 and 304 without a body, and the connection is used again', async () => {
    const ports = new Set<number | undefined>();
    const manager = await startFleetManager(issuer, (request, response) => {
      ports.add(request.socket.remotePort);
      response.writeHead(Number(request.url?.slice(1))).end();
    });
    const device = await startDevice(issuer);
    for (const status of [204, 304, 204]) {
      const response = await device.fetch(new Request(`${manager.url}/${status}`));
      expect([response.status, response.body]).toEqual([status, null]);
    }
    expect(ports.size).toBe(1);
  });
});

describe('an exchange that fails', () => {
  it('is a TransportError when nobody listens', async () => {
    const unused = net.createServer();
    const url = await listen(unused);
    await new Promise((resolve) => unused.close(resolve));
    const failure = await (
      await startDevice(issuer)
    )
      .fetch(new Request(`${url}/a?secret=1`))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure).toMatchObject({ code: 'ERR_NETWORK', cause: { code: 'ECONNREFUSED' } });
    expect(String(failure)).not.toContain('secret');
  });

  it('is a TransportError when the other end speaks no TLS', async () => {
    const url = await listen(
      net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n').on('error', () => undefined)),
    );
    await expect((await startDevice(issuer)).fetch(new Request(url))).rejects.toMatchObject({ code: 'ERR_NETWORK' });
  });

  it('ends after connectTimeoutMs when the handshake never finishes', async () => {
    const url = await listen(net.createServer((socket) => socket.on('error', () => undefined)));
    const device = await startDevice(issuer, { connectTimeoutMs: 5 });
    await expect(device.fetch(new Request(url))).rejects.toMatchObject({ code: 'ERR_TIMEOUT', retryable: true });
  });

  it('ends after idleTimeoutMs when no answer comes', async () => {
    const manager = await startFleetManager(issuer, () => undefined);
    const device = await startDevice(issuer, { idleTimeoutMs: 5 });
    await expect(device.fetch(new Request(manager.url))).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
  });

  it('ends after idleTimeoutMs when the body stops in the middle', async () => {
    const manager = await startFleetManager(issuer, (_, response) => void response.writeHead(200).write('half'));
    const device = await startDevice(issuer, { idleTimeoutMs: 50 });
    const response = await device.fetch(new Request(manager.url));
    await expect(response.text()).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
  });

  it('throws the reason of the signal: before, while connecting, while waiting and while reading', async () => {
    const device = await startDevice(issuer);
    const reason = new Error('changed my mind');
    const silent = net.createServer((socket) => socket.on('error', () => undefined));
    const silentUrl = await listen(silent);
    await expect(device.fetch(new Request(silentUrl, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);

    const connecting = new AbortController();
    silent.once('connection', () => connecting.abort(reason));
    await expect(device.fetch(new Request(silentUrl, { signal: connecting.signal }))).rejects.toBe(reason);

    const waiting = new AbortController();
    const reading = new AbortController();
    const manager = await startFleetManager(issuer, (request, response) => {
      if (request.url === '/wait') waiting.abort(reason);
      else response.writeHead(200).write('half');
    });
    await expect(device.fetch(new Request(`${manager.url}/wait`, { signal: waiting.signal }))).rejects.toBe(reason);
    const response = await device.fetch(new Request(manager.url, { signal: reading.signal }));
    reading.abort(reason);
    await expect(response.text()).rejects.toBe(reason);
  });

  it('stops the producer of the body when the exchange is over', async () => {
    const manager = await startFleetManager(issuer, (request) => request.socket.destroy());
    const cancelled = new Promise<void>((resolve) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(Uint8Array.of(1));
          controller.enqueue(Uint8Array.of(2));
        },
        cancel: () => resolve(),
      });
      const request = new Request(manager.url, { method: 'POST', body, duplex: 'half' });
      void startDevice(issuer).then(async (device) =>
        expect(device.fetch(request)).rejects.toMatchObject({ code: 'ERR_NETWORK' }),
      );
    });
    await cancelled;
  });

  it('is refused before it starts when the address is not https', async () => {
    const device = await startDevice(issuer);
    await expect(device.fetch(new Request('http://127.0.0.1:1/'))).rejects.toMatchObject({ code: 'ERR_URL_INVALID' });
  });
});
