import { once } from 'node:events';
import tls from 'node:tls';
import { createServerTlsFetch } from '@margo-sdk/protocol/node';
import { createSigningFetch } from '@margo-sdk/protocol/signatures';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { serveSignedFleetManager, type ServeSignedFleetManagerOptions } from '../../src/serve/node.js';
import { asSent, createDevice, createGate, jsonRequest, NOW, pathsOf, received, sign } from '../gate/fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const own = await issuer.issueServer();
const anchors = [issuer.authority().root.certificate];
const device = await createDevice('press');

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const serve = async (
  gate: ServeSignedFleetManagerOptions['gate'],
  options: Partial<ServeSignedFleetManagerOptions> = {},
) => {
  const served = await serveSignedFleetManager({ gate, ...own, port: 0, ...options });
  endings.push(served.close);
  return served;
};
const connect = () => {
  const { fetch, close } = createServerTlsFetch({ anchors });
  endings.push(close);
  return fetch;
};
/** A gate whose origin is the address that it is served at. */
const serveGate = async (options: Partial<ServeSignedFleetManagerOptions> = {}) => {
  let url = '';
  const gate = createGate({ gate: { origin: () => url } });
  const served = await serve(gate, options);
  ({ url } = served);
  await gate.registry.register(device.certificate, { clientId: 'press-7' });
  const fetch = createSigningFetch({
    fetch: connect(),
    signer: device.signer,
    profile: 'rc2-signed',
    now: () => NOW,
  });
  return { ...served, gate, fetch, poll: () => fetch(new Request(`${url}${pathsOf('press-7').manifest}`)) };
};
const talk = async (url: string, text: string) => {
  const { hostname, port } = new URL(url);
  const socket = tls.connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.write(text);
  await once(socket, 'close');
  return answer;
};
/** A message as it goes over the wire. */
const wire = ({ method, target, headers, body }: Awaited<ReturnType<typeof sign>>): string =>
  [
    `${method} ${target} HTTP/1.1`,
    'host: x',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : [`content-length: ${body.length}`]),
    '',
    body,
  ].join('\r\n');

describe('a fleet manager of a signed profile on a socket', () => {
  it('lets a device in and serves it, over TLS of the server only (LG-01, LG-02, LG-11, LG-12)', async () => {
    const { url, fetch, poll, gate } = await serveGate();
    const body = { kind: 'OnboardingRequest', apiVersion: 'x', certificate: asSent(device.certificate) };
    const request = jsonRequest('POST', '/api/v1/onboarding', body);
    const onboarded = await fetch(new Request(`${url}/api/v1/onboarding`, request));
    expect([onboarded.status, await onboarded.json()]).toEqual([201, { clientId: 'press-7' }]);
    const response = await poll();
    expect([response.status, await response.json()]).toMatchObject([200, { manifestVersion: 1 }]);
    expect(gate.refused).toEqual([]);
  });

  it('takes headers that came in several lines for what they are (LG-09)', async () => {
    const { url, gate } = await serveGate();
    const sent = await sign(device.signer, { method: 'GET', target: pathsOf('press-7').manifest }, { origin: url });
    const twice = wire(sent).replace(/signature: .*\r\n/, '$&$&');
    expect(await talk(url, twice)).toMatch(/^HTTP\/1\.1 401 [^]*ERR_SIGNATURE_LABEL_DUPLICATE/);
    expect(gate.seen).toEqual([]);
  });

  it('hangs up after a signature that is not good (LG-11)', async () => {
    const { url } = await serveGate();
    const sent = await sign(device.signer, { method: 'GET', target: pathsOf('press-7').manifest });
    // No "Connection: close" from the client: without it from the server, this would never end.
    const answer = await talk(url, wire(sent));
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  it('goes by the address that it was told, and not by the host that is asked for (M-57)', async () => {
    const { url, gate } = await serveGate();
    const message = { method: 'GET', target: pathsOf('press-7').manifest };
    const sent = wire(await sign(device.signer, message, { origin: 'https://other.example' }));
    expect(await talk(url, sent.replace('host: x', 'host: other.example'))).toMatch(/^HTTP\/1\.1 401 /);
    const good = wire(await sign(device.signer, message, { origin: url }));
    expect(await talk(url, good.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'))).toMatch(/^HTTP\/1\.1 200 /);
    expect(gate.seen.length).toBe(1);
  });

  it('refuses a path with detours as it was sent (M-52)', async () => {
    const { url } = await serveGate();
    for (const path of ['/api/v1/clients/x/../press-7/deployments', '/api/v1/%2e%2e/v1/onboarding']) {
      const answer = await talk(url, `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  it('speaks TLS 1.3, and 1.2 when it is told to', async () => {
    const handshake = async (url: string) => {
      const { hostname: host, port } = new URL(url);
      const socket = tls.connect({ host, port: Number(port), rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
      socket.on('error', () => undefined);
      const protocol = await new Promise<string | null>((resolve) =>
        socket.once('secureConnect', () => resolve(socket.getProtocol())).once('close', () => resolve('none')),
      );
      socket.destroy();
      return protocol;
    };
    expect(await handshake((await serveGate()).url)).toBe('none');
    expect(await handshake((await serveGate({ dangerouslyAllowTls12: true })).url)).toBe('TLSv1.2');
  });

  it('goes on with another certificate, and drops no request', async () => {
    const served = await serveGate();
    expect((await served.poll()).status).toBe(200);
    const { root } = (await createDevelopmentIssuer({ trustDomain: 'next.example' })).authority();
    served.reload({ certificate: root.certificate, privateKey: root.privateKey });
    expect((await served.poll()).status).toBe(200); // on the connection that it has
    await expect(connect()(new Request(served.url))).rejects.toThrow();
    expect(() => served.reload({ ...own, certificate: 'none' })).toThrow(
      expect.objectContaining({ code: 'ERR_CREDENTIALS_INVALID' }),
    );
    served.reload(own);
    expect((await connect()(new Request(served.url))).status).toBe(404);
  });

  it('refuses a key that belongs to another certificate, and an address that is taken', async () => {
    const { privateKey } = await issuer.issueServer();
    await expect(serve(createGate(), { privateKey })).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_INVALID' });
    const { url } = await serveGate();
    await expect(serve(createGate(), { port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'ERR_LISTEN_FAILED',
    });
  });

  it('finishes what is under way when it is closed', async () => {
    let release = (): void => undefined;
    const mayGo = new Promise<void>((resolve) => (release = resolve));
    let entered = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => (entered = resolve));
    const inner = createGate();
    const { url, close } = await serve({
      answer: async (request) => {
        entered();
        await mayGo;
        return inner.answer(request);
      },
    });
    const asking = connect()(new Request(`${url}/`));
    await isAsked;
    const closing = close();
    release();
    expect((await asking).status).toBe(404);
    await closing;
  });

  it('hangs up on a gate that breaks its promise', async () => {
    const { url } = await serve({ answer: () => Promise.reject(new Error('broken')) });
    expect(await talk(url, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n')).toBe('');
  });
});

it('reads the same request from a socket and from plain data', async () => {
  const { gate, url } = await serveGate();
  const sent = await sign(device.signer, { method: 'GET', target: pathsOf('press-7').manifest }, { origin: url });
  expect((await gate.answer(received(sent))).status).toBe(200);
  expect(await talk(url, wire(sent))).toContain('ERR_SIGNATURE_REPLAYED');
});
