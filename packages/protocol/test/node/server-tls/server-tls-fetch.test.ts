import { X509Certificate, createHash } from 'node:crypto';
import { createServer, type ServerOptions } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDevelopmentIssuer, type DevelopmentServerCertificate } from '@margo-sdk/testkit';
import { createServerTlsFetch, type ServerTlsFetch, type ServerTlsFetchOptions } from '../../../src/node/index.js';
import { listen } from '../fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const other = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const root = issuer.authority().root.certificate;
const otherRoot = other.authority().root.certificate;
const DAY_MS = 24 * 3_600_000;

interface Server {
  readonly url: string;
  /** Requests as `METHOD path port-of-the-client`. */
  readonly requests: { readonly line: string; readonly port: number | undefined }[];
}

const startServer = async (
  { certificate, privateKey }: DevelopmentServerCertificate,
  options: ServerOptions = {},
): Promise<Server> => {
  const requests: Server['requests'] = [];
  const server = createServer({ cert: certificate, key: privateKey, ...options }, (request, response) => {
    requests.push({ line: `${request.method} ${request.url}`, port: request.socket.remotePort });
    if (request.url === '/moved') return void response.writeHead(302, { location: '/elsewhere' }).end();
    if (request.url === '/much') return void response.writeHead(200, { 'x-much': 'x'.repeat(20_000) }).end();
    const body: Buffer[] = [];
    request.on('data', (bytes: Buffer) => body.push(bytes)).on('end', () => response.end(Buffer.concat(body)));
  }).on('tlsClientError', (_, socket) => socket.destroy());
  const url = await listen(server);
  onTestFinished(() => server.closeAllConnections());
  return { url, requests };
};

const startDevice = (options: ServerTlsFetchOptions): ServerTlsFetch => {
  const device = createServerTlsFetch(options);
  onTestFinished(async () => device.close());
  return device;
};

const byName = (url: string): string => url.replace('127.0.0.1', 'localhost');

const pinOf = (pem: string): string =>
  createHash('sha256')
    .update(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

const REFUSED = { code: 'ERR_SERVER_REFUSED' };

describe('a device that talks to a fleet manager over TLS of the server', () => {
  it('trusts the root certificate that it was given, and keeps the connection (LG-01, LG-02)', async () => {
    const { url, requests } = await startServer(await issuer.issueServer());
    const { fetch } = startDevice({ anchors: [root] });

    for (const address of [byName(url), byName(url)]) {
      const answer = await fetch(new Request(`${address}/api`, { method: 'POST', body: 'hello' }));
      expect(await answer.text()).toBe('hello');
    }
    expect(requests.map(({ line }) => line)).toEqual(['POST /api', 'POST /api']);
    expect(requests[1]?.port).toBe(requests[0]?.port);
  });

  it('knows an address by the certificate as well as a name', async () => {
    const { url } = await startServer(await issuer.issueServer(['127.0.0.1']));
    const { fetch } = startDevice({ anchors: [root] });
    expect((await fetch(new Request(url))).status).toBe(200);
    await expect(fetch(new Request(byName(url)))).rejects.toMatchObject(REFUSED);
  });

  it.each([
    ['another authority has signed', () => other.issueServer()],
    ['is for another name', () => issuer.issueServer(['elsewhere.example'])],
    ['is for another name, and says the right one in a URI', () => issuer.issue('spiffe://factory.example/localhost')],
    ['has run out', () => issuer.issueServer(undefined, { notBefore: new Date(0), notAfter: new Date(DAY_MS) })],
  ])('asks nothing of a server whose certificate %s (LG-02)', async (_, issue) => {
    const { url, requests } = await startServer(await issue());
    const { fetch } = startDevice({ anchors: [root] });
    await expect(fetch(new Request(byName(url)))).rejects.toMatchObject(REFUSED);
    expect(requests).toEqual([]);
  });

  it('trusts no root of the system when it has pins only, and knows the server by them (LG-02)', async () => {
    const own = await issuer.issueServer();
    const { url, requests } = await startServer(own);
    const wrong = startDevice({ pins: [pinOf(otherRoot)] });
    await expect(wrong.fetch(new Request(byName(url)))).rejects.toMatchObject(REFUSED);
    expect(requests).toEqual([]);
    const right = startDevice({ anchors: [otherRoot], pins: [pinOf(own.certificate)] });
    expect((await right.fetch(new Request(byName(url)))).status).toBe(200);
  });

  it('judges certificates by the clock that it was given', async () => {
    const { url, requests } = await startServer(await issuer.issueServer());
    const { fetch } = startDevice({ anchors: [root], now: () => new Date(Date.now() + 30 * DAY_MS) });
    await expect(fetch(new Request(byName(url)))).rejects.toMatchObject(REFUSED);
    expect(requests).toEqual([]);
  });

  it('uses no connection for longer than it may, nor longer than the certificate is valid', async () => {
    const { url, requests } = await startServer(await issuer.issueServer());
    let ageMs = 0;
    const { fetch } = startDevice({
      anchors: [root],
      now: () => new Date(Date.now() + ageMs),
      maxConnectionAgeMs: 100 * DAY_MS,
    });
    await (await fetch(new Request(byName(url)))).text();
    ageMs = 30 * DAY_MS;
    await expect(fetch(new Request(byName(url)))).rejects.toMatchObject(REFUSED);

    const { fetch: short } = startDevice({ anchors: [root], maxConnectionAgeMs: 0 });
    for (let at = 0; at < 2; at += 1) await (await short(new Request(byName(url)))).text();
    expect(requests).toHaveLength(3);
    expect(requests[2]?.port).not.toBe(requests[1]?.port);
  });

  it('speaks TLS 1.3, and TLS 1.2 only when it is told to', async () => {
    const { url } = await startServer(await issuer.issueServer(), { maxVersion: 'TLSv1.2' });
    const strict = startDevice({ anchors: [root] });
    await expect(strict.fetch(new Request(byName(url)))).rejects.toMatchObject({ code: 'ERR_NETWORK' });
    const lenient = startDevice({ anchors: [root], dangerouslyAllowTls12: true });
    expect((await lenient.fetch(new Request(byName(url)))).status).toBe(200);
  });

  it('follows no redirect, takes no endless header and no plain http', async () => {
    const { url, requests } = await startServer(await issuer.issueServer());
    const { fetch } = startDevice({ anchors: [root] });
    expect((await fetch(new Request(`${byName(url)}/moved`))).status).toBe(302);
    await expect(fetch(new Request(`${byName(url)}/much`))).rejects.toMatchObject({ code: 'ERR_NETWORK' });
    await expect(fetch(new Request('http://localhost/'))).rejects.toMatchObject({ code: 'ERR_URL_INVALID' });
    expect(requests).toHaveLength(2);
  });

  it('goes on with other anchors, for connections that are open as well', async () => {
    const { url } = await startServer(await issuer.issueServer());
    const device = startDevice({ anchors: [root] });
    await (await device.fetch(new Request(byName(url)))).text();
    expect(() => device.reload({ anchors: [] })).toThrow(expect.objectContaining({ code: 'ERR_SERVER_TRUST_INVALID' }));
    await (await device.fetch(new Request(byName(url)))).text();
    device.reload({ anchors: [otherRoot] });
    await expect(device.fetch(new Request(byName(url)))).rejects.toMatchObject(REFUSED);
    device.reload({ anchors: [`${otherRoot}\n${root}`] });
    expect((await device.fetch(new Request(byName(url)))).status).toBe(200);
  });

  it.each([{}, { anchors: [], pins: [] }, { anchors: ['no certificate'] }, { pins: ['AAAA'] }])(
    'has to know its fleet manager by something: %j (LG-02)',
    (trust) => {
      expect(() => createServerTlsFetch(trust)).toThrow(expect.objectContaining({ code: 'ERR_SERVER_TRUST_INVALID' }));
    },
  );

  it('sends nothing any more when it was closed', async () => {
    const { url } = await startServer(await issuer.issueServer());
    const device = startDevice({ anchors: [root] });
    await (await device.fetch(new Request(byName(url)))).text();
    await device.close();
    await expect(device.fetch(new Request(byName(url)))).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });
});
