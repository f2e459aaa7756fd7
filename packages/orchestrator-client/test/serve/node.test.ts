import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { parseTrustBundle, sha256Digest, type PeerRefusedError } from '@margo-sdk/protocol';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
import { createDevelopmentIssuer, type DevelopmentCredentials } from '@margo-sdk/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { serveFleetManager, type ServeFleetManagerOptions } from '../../src/serve/node.js';
import { capabilities, createFleet, deployment, expectProblem, MONITOR, PRESS, report, utf8 } from '../fixture.js';
import type { Fleet } from '../fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const trustBundle = parseTrustBundle(issuer.trustBundle());
const managerCredentials = await issuer.issueFleetManager('line-1');
const pressCredentials = await issuer.issueClient('line-1', 'press-7');

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const serve = async (manager: Fleet, options: Partial<ServeFleetManagerOptions> = {}) => {
  const own = { manager, credentials: managerCredentials, trustBundle, port: 0 };
  const served = await serveFleetManager({ ...own, ...options });
  endings.push(served.close);
  return served;
};

const connect = (credentials: DevelopmentCredentials = pressCredentials) => {
  const { fetch, close } = createMutualTlsFetch({ credentials, trustBundle });
  endings.push(close);
  return fetch;
};

const openSocket = async (url: string, { certificate: cert, privateKey: key } = pressCredentials) => {
  const { hostname, port } = new URL(url);
  const socket = tls.connect({ host: hostname, port: Number(port), cert, key, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  return socket;
};

/** A reset is one way to hang up. */
const closed = (socket: net.Socket) =>
  new Promise<void>((resolve) =>
    socket
      .on('error', () => undefined)
      .resume()
      .once('close', () => resolve()),
  );

/** Writes raw bytes with the client's certificate and gives everything that comes back until the server hangs up. */
const talk = async (url: string, text: string, credentials: DevelopmentCredentials = pressCredentials) => {
  const socket = await openSocket(url, credentials);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.write(text);
  await closed(socket);
  return answer;
};

describe('a fleet manager on a socket', () => {
  it('serves a whole exchange to the client that the certificate names (API-05, API-06)', async () => {
    const fleet = createFleet({ acceptClient: (client) => client === PRESS });
    const { url } = await serve(fleet);
    const document = deployment();
    const { etag } = await fleet.publish(PRESS, [document]);
    const client = createWorkloadManagementClient({ baseUrl: url, fetch: connect() });

    expect(await client.putCapabilities({ deviceId: 'gw', body: capabilities('gw') })).toBe('created');
    expect(await client.putCapabilities({ deviceId: 'gw/a', body: capabilities('gw/a') })).toBe('created');
    expect(await client.getStateManifest()).toMatchObject({ status: 'changed', etag });
    expect(await client.getStateManifest({ ifNoneMatch: etag })).toEqual({ status: 'unchanged' });
    const { bundle, deployments } = await fleet.manifest();
    const bytes = await client.getDeployment({ deploymentId: MONITOR, digest: deployments[0]?.digest ?? '' });
    expect(bytes).toEqual(utf8(document));
    const archive = await client.getBundle({ digest: bundle?.digest ?? '' });
    expect(await sha256Digest(archive)).toBe(bundle?.digest);
    const body = report({ version: 2n ** 64n - 1n });
    expect(await client.postDeploymentStatus({ deploymentId: MONITOR, body })).toBe('created');
    expect((await fleet.store.statuses(PRESS))[0]?.status.adoptedManifestVersion).toBe(2n ** 64n - 1n);
    await client.deleteCapabilities({ deviceId: 'gw/a' });
    expect((await fleet.store.devices(PRESS)).map(({ deviceId }) => deviceId)).toEqual(['gw']);
  });

  it('answers 403 to a client of its namespace that the policy does not know (WP-16)', async () => {
    const { url } = await serve(createFleet({ acceptClient: (client) => client === PRESS }));
    const fetch = connect(await issuer.issueClient('line-1', 'unknown'));
    await expectProblem(await fetch(new Request(`${url}/api/v1/deployments`)), 403, 'not-authorized');
  });

  it('cuts off a client of another fleet manager before its request is seen (WP-07, WP-10)', async () => {
    const refused: PeerRefusedError[] = [];
    let asked = 0;
    const fleet = createFleet({ acceptClient: () => (asked += 1) > 0 });
    const { url } = await serve(fleet, { onRefused: (error) => refused.push(error) });
    const foreign = await issuer.issueClient('line-2', 'press-7');
    const answer = await talk(url, 'GET /api/v1/deployments HTTP/1.1\r\nHost: x\r\n\r\n', foreign);
    expect(answer).toBe('');
    expect(refused.map(({ code }) => code)).toEqual(['ERR_PEER_UNEXPECTED_ID']);
    expect(asked).toBe(0);
  });

  it.each(['/api/v1/capabilities/gw/../gw', '/api/v1/capabilities/gw/%2e%2e/x', '/api/v1/bundles/../deployments'])(
    'refuses a path with detours as it was sent: %s (M-52)',
    async (path) => {
      const { url } = await serve(createFleet());
      const answer = await talk(url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    },
  );

  it('keeps escaped slashes of a device id as they were sent', async () => {
    const fleet = createFleet();
    const { url } = await serve(fleet);
    const init = { method: 'PUT', body: capabilities('gw'), headers: { 'Content-Type': 'application/json' } };
    await connect()(new Request(`${url}/api/v1/capabilities/gw`, init));
    const child = { ...init, body: capabilities('gw/a') };
    expect((await connect()(new Request(`${url}/api/v1/capabilities/gw%2Fa`, child))).status).toBe(201);
  });

  it('knows no TRACE', async () => {
    const { url } = await serve(createFleet());
    const answer = await talk(url, 'TRACE /api/v1/deployments HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toContain('Allow: GET, HEAD');
  });

  it('hangs up on a body that is too long instead of reading on', async () => {
    const { url } = await serve(createFleet({ maxBodyBytes: 1000 }));
    const head = 'PUT /api/v1/capabilities/gw HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    // A chunk of 64 KiB is announced and never finished.
    const answer = await talk(url, `${head}Transfer-Encoding: chunked\r\n\r\n10000\r\n${'a'.repeat(2000)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  it.each([true, false])('survives a client that goes away in the middle of its body, read: %s', async (isRead) => {
    const failures: unknown[] = [];
    let accepted = isRead;
    const fleet = createFleet({ acceptClient: () => accepted, onError: (error) => failures.push(error) });
    const { url } = await serve(fleet);
    const socket = await openSocket(url);
    const head = 'PUT /api/v1/capabilities/gw HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    await new Promise<void>((sent) => socket.write(`${head}Content-Length: 500\r\n\r\n{"properties"`, () => sent()));
    socket.destroy();
    await closed(socket);
    accepted = true;
    expect((await connect()(new Request(`${url}/api/v1/deployments`))).status).toBe(200);
    expect(failures).toEqual([]);
  });

  it('speaks HTTP/1.1, also to a client that would rather speak something newer (API-03)', async () => {
    const { url } = await serve(createFleet());
    const { certificate: cert, privateKey: key } = pressCredentials;
    const socket = tls.connect({
      ...{ host: '127.0.0.1', port: Number(new URL(url).port), cert, key, rejectUnauthorized: false },
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    await once(socket, 'secureConnect');
    expect(socket.alpnProtocol).toBe('http/1.1');
    socket.destroy();
    await closed(socket);
    const answer = await talk(url, 'GET /api/v1/deployments HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it('takes port 443 unless it is told another one (API-04)', async () => {
    // Who may not use it, or finds it taken, is told so with its number.
    const own = { manager: createFleet(), credentials: managerCredentials, trustBundle };
    const where = await serveFleetManager(own).then(
      async ({ url, close }) => close().then(() => url),
      (error: Error) => error.message,
    );
    expect(where).toMatch(/^(https:\/\/127\.0\.0\.1:443|Cannot listen on 127\.0\.0\.1, port 443\.)$/);
  });

  it('uses one connection for several requests', async () => {
    const { url } = await serve(createFleet());
    const poll = 'GET /api/v1/deployments HTTP/1.1\r\nHost: x\r\n';
    const answer = await talk(url, `${poll}\r\n${poll}Connection: close\r\n\r\n`);
    expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
  });

  it('finishes what is under way when it is closed, then takes nothing more', async () => {
    let release = (): void => undefined;
    let entered = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (entered = resolve));
    const mayGo = new Promise<void>((resolve) => (release = resolve));
    const fleet = createFleet({
      acceptClient: async () => {
        entered();
        await mayGo;
        return true;
      },
    });
    const { url, close } = await serve(fleet);
    const fetch = connect();
    const polling = fetch(new Request(`${url}/api/v1/deployments`));
    await isAsked;
    const closing = close();
    release();
    const response = await polling;
    expect(response.status).toBe(200);
    await response.arrayBuffer();
    await closing;
    await expect(fetch(new Request(`${url}/api/v1/deployments`))).rejects.toMatchObject({ code: 'ERR_NETWORK' });
  });

  it.each(['', 'GET /api/v1/depl', 'GET /api/v1/deployments HTTP/1.1\r\nHost: x\r\n\r\n'])(
    'does not wait for a connection without a request under way: %j',
    async (sent) => {
      const { url, close } = await serve(createFleet(), { closeTimeoutMs: 2 ** 31 - 1 });
      const socket = await openSocket(url);
      if (sent !== '') await new Promise<void>((done) => socket.write(sent, () => done()));
      if (sent.endsWith('\r\n\r\n')) await once(socket, 'data');
      await Promise.all([close(), close(), closed(socket)]);
    },
  );

  it('does not wait for a stranger who never ends the handshake', async () => {
    const { url, close } = await serve(createFleet());
    const { hostname, port } = new URL(url);
    const socket = net.connect(Number(port), hostname);
    await once(socket, 'connect');
    await Promise.all([close(), closed(socket)]);
  });

  it('cuts off what does not come to an end in time', async () => {
    const fleet = createFleet({ acceptClient: () => new Promise<boolean>(() => undefined) });
    const { url, close } = await serve(fleet, { closeTimeoutMs: 1 });
    const polling = connect()(new Request(`${url}/api/v1/deployments`));
    await Promise.all([expect(polling).rejects.toMatchObject({ code: 'ERR_NETWORK' }), close()]);
  });

  it('goes on with renewed credentials', async () => {
    const { url, reload } = await serve(createFleet());
    const fetch = connect();
    expect((await fetch(new Request(`${url}/api/v1/deployments`))).status).toBe(200);
    reload({ credentials: await issuer.issueFleetManager('line-1'), trustBundle });
    expect((await connect()(new Request(`${url}/api/v1/deployments`))).status).toBe(200);
  });

  it('says so when it cannot listen', async () => {
    const { url } = await serve(createFleet());
    const taken = {
      manager: createFleet(),
      credentials: managerCredentials,
      trustBundle,
      port: Number(new URL(url).port),
    };
    await expect(serveFleetManager(taken)).rejects.toMatchObject({ code: 'ERR_LISTEN_FAILED' });
  });

  it('refuses to serve with the credentials of a device', async () => {
    const options = { manager: createFleet(), credentials: pressCredentials, trustBundle, port: 0 };
    await expect(serveFleetManager(options)).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_INVALID' });
  });
});
