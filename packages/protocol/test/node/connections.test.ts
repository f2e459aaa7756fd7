import { X509Certificate } from 'node:crypto';
import https from 'node:https';
import tls from 'node:tls';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { parseTrustBundle } from '../../src/identity/index.js';
import type { MutualTlsFetch } from '../../src/node/index.js';
import { listen, startDevice, startFleetManager, type FleetManager } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const stranger = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const bundle = parseTrustBundle(issuer.trustBundle());
const MINUTE_MS = 60_000;

const startPair = async (
  clocks: { device?: () => Date; manager?: () => Date } = {},
): Promise<{ manager: FleetManager; device: MutualTlsFetch; ask: () => Promise<string> }> => {
  const manager = await startFleetManager(
    issuer,
    (request, response) => response.end(String(request.socket.remotePort)),
    clocks.manager && { now: clocks.manager },
  );
  const device = await startDevice(issuer, clocks.device && { now: clocks.device });
  /** Asks once and gives the port that the question came from: one port, one connection. */
  const ask = async (): Promise<string> => (await device.fetch(new Request(manager.url))).text();
  return { manager, device, ask };
};

describe('connections of a device', () => {
  it('are used again (M-48)', async () => {
    const { ask } = await startPair();
    expect(await ask()).toBe(await ask());
  });

  it('are given up when they are too old (WP-15)', async () => {
    let now = Date.now();
    const { ask } = await startPair({ device: () => new Date(now) });
    const first = await ask();
    now += 10 * MINUTE_MS - 1;
    expect(await ask()).toBe(first);
    now += 1;
    expect(await ask()).not.toBe(first);
  });

  it('that are too old do not stand in the way of younger ones', async () => {
    const start = Date.now();
    let now = start;
    let finishOld = (): void => undefined;
    const manager = await startFleetManager(issuer, (request, response) => {
      const answer = (): void => void response.end(String(request.socket.remotePort));
      if (request.url === '/held') finishOld = answer;
      else answer();
      response.flushHeaders();
    });
    const device = await startDevice(issuer, { now: () => new Date(now) });
    const ask = async (path: string): Promise<Response> => device.fetch(new Request(`${manager.url}${path}`));
    const old = await ask('/held');
    now = start + 5 * MINUTE_MS;
    const young = await (await ask('/')).text();
    finishOld();
    expect(await old.text()).not.toBe(young); // so two connections wait, the older one last in line
    now = start + 10 * MINUTE_MS;
    expect(await (await ask('/')).text()).toBe(young);
  });

  it('are given up when the certificate of the other end expires (TLS-18)', async () => {
    let now = Date.now();
    const notAfter = new Date(Math.floor(now / 1000) * 1000 + 5 * MINUTE_MS);
    const manager = await startFleetManager(issuer, (_, response) => response.end('ok'), {
      credentials: await issuer.issueFleetManager('line-1', { notAfter }),
    });
    const device = await startDevice(issuer, { now: () => new Date(now) });
    const ask = async (): Promise<string> => (await device.fetch(new Request(manager.url))).text();
    expect(await ask()).toBe('ok');
    now = notAfter.getTime() + 1;
    await expect(ask()).rejects.toMatchObject({ code: 'ERR_PEER_EXPIRED' });
  });

  it('are made anew with a new certificate (TLS-22)', async () => {
    const { device, manager, ask } = await startPair();
    const first = await ask();
    device.reload({ credentials: await issuer.issueClient('line-1', 'press-8'), trustBundle: bundle });
    expect(await ask()).not.toBe(first);
    expect(manager.callers).toEqual(
      ['press-7', 'press-8'].map((id) => `spiffe://factory.example/margo/wfm/line-1/client/${id}`),
    );
    expect(device.ownId).toBe(manager.callers[1]);
  });

  it('are judged by a new bundle at once, which replaces the old one (TB-14)', async () => {
    const { device, ask } = await startPair();
    await ask();
    const credentials = await issuer.issueClient('line-1', 'press-7');
    device.reload({ credentials, trustBundle: parseTrustBundle(stranger.trustBundle()) });
    await expect(ask()).rejects.toMatchObject({ code: 'ERR_PEER_UNTRUSTED' });
  });

  it('let an exchange finish that is under way when the identity changes', async () => {
    const manager = await startFleetManager(issuer, (_, response) => response.write('be'));
    const device = await startDevice(issuer);
    let finish = (): void => undefined;
    manager.server.on('request', (_, response) => (finish = () => void response.end('fore')));
    const response = await device.fetch(new Request(manager.url));
    device.reload({ credentials: await issuer.issueClient('line-1', 'press-7'), trustBundle: bundle });
    finish();
    expect(await response.text()).toBe('before');
  });

  it('stay as they are when the new identity cannot be used', async () => {
    const { device, ask } = await startPair();
    const first = await ask();
    const { certificate } = await issuer.issueClient('line-1', 'press-8');
    const { privateKey } = await issuer.issueClient('line-1', 'press-9');
    expect(() => device.reload({ credentials: { certificate, privateKey }, trustBundle: bundle })).toThrow(
      /does not belong/,
    );
    expect(await ask()).toBe(first);
  });

  it('are all closed by close, which ends what is under way and refuses what comes after', async () => {
    const manager = await startFleetManager(issuer, (_, response) => void response.writeHead(200).write('half'));
    const device = await startDevice(issuer);
    const response = await device.fetch(new Request(manager.url));
    const text = response.text();
    const failed = expect(text).rejects.toThrow();
    await device.close();
    await failed;
    await expect(device.fetch(new Request(manager.url))).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });
});

describe('connections of a fleet manager', () => {
  it('are closed with the answer that comes after their time (WP-12)', async () => {
    let now = Date.now();
    const { ask } = await startPair({ manager: () => new Date(now) });
    const first = await ask();
    now += 10 * MINUTE_MS;
    expect(await ask()).toBe(first);
    expect(await ask()).not.toBe(first);
  });

  it('answer nobody whose certificate expired meanwhile (TLS-18)', async () => {
    let now = Date.now();
    const { ask, manager } = await startPair({ manager: () => new Date(now) });
    await ask();
    now += 48 * 60 * MINUTE_MS;
    await expect(ask()).rejects.toMatchObject({ code: 'ERR_NETWORK' });
    expect(manager.callers).toHaveLength(1);
  });

  it('are judged by a new bundle at once (M-48)', async () => {
    const { ask, manager } = await startPair();
    await ask();
    manager.server.reload({
      credentials: await issuer.issueFleetManager('line-1'),
      trustBundle: parseTrustBundle(stranger.trustBundle()),
    });
    await expect(ask()).rejects.toMatchObject({ code: 'ERR_NETWORK' });
    expect(manager.callers).toHaveLength(1);
  });

  it('drop no request at a reload: each gives one more answer, and ends (M-48)', async () => {
    const { ask, manager } = await startPair();
    const first = await ask();
    manager.server.reload({ credentials: await issuer.issueFleetManager('line-1'), trustBundle: bundle });
    expect(await ask()).toBe(first);
    expect(await ask()).not.toBe(first);
    expect(manager.refusals).toEqual([]);
  });

  it('drop no request however often both sides get a new certificate under load (TLS-22)', async () => {
    const manager = await startFleetManager(issuer, (_, response) => setImmediate(() => response.end('ok')));
    const device = await startDevice(issuer);
    const fleets = await Promise.all([1, 2, 3].map(() => issuer.issueFleetManager('line-1')));
    const devices = await Promise.all([1, 2, 3].map(() => issuer.issueClient('line-1', 'press-7')));
    let left = 400;
    const ask = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        if (left % 100 === 50)
          manager.server.reload({ credentials: fleets[(left - 50) / 100] ?? fleets[0]!, trustBundle: bundle });
        if (left % 100 === 0 && left > 0) device.reload({ credentials: devices[left / 100 - 1]!, trustBundle: bundle });
        expect(await (await device.fetch(new Request(manager.url))).text()).toBe('ok');
      }
    };
    await Promise.all(Array.from({ length: 8 }, ask));
    expect(manager.callers).toHaveLength(400);
    expect(manager.refusals).toEqual([]);
  });

  it('end at once when the anchor of an idle caller is removed, and the operator hears of it (TLS-17)', async () => {
    const { ask, manager } = await startPair();
    const closed = new Promise((resolve) => {
      manager.server.once('secureConnection', (socket: tls.TLSSocket) => socket.once('close', resolve));
    });
    await ask();
    manager.server.reload({
      credentials: await issuer.issueFleetManager('line-1'),
      trustBundle: parseTrustBundle(stranger.trustBundle()),
    });
    await closed;
    expect(manager.refusals).toEqual(['ERR_PEER_UNTRUSTED']);
  });

  it('finish what is under way when the anchor of its caller is removed, and then end (TLS-17)', async () => {
    let finish = (): void => undefined;
    const manager = await startFleetManager(issuer, (_, response) => {
      response.flushHeaders();
      finish = () => void response.end('held');
    });
    const device = await startDevice(issuer);
    const closed = new Promise((resolve) => {
      manager.server.once('secureConnection', (socket: tls.TLSSocket) => socket.once('close', resolve));
    });
    const held = await device.fetch(new Request(manager.url));
    manager.server.reload({
      credentials: await issuer.issueFleetManager('line-1'),
      trustBundle: parseTrustBundle(stranger.trustBundle()),
    });
    expect(manager.refusals).toEqual(['ERR_PEER_UNTRUSTED']);
    finish();
    expect(await held.text()).toBe('held');
    await closed;
  });

  it('outlast the minute between two polls and what chance adds to it, so that a poll needs no handshake', async () => {
    const { manager, device } = await startPair();
    const answer = await device.fetch(new Request(manager.url));
    await answer.text();
    expect(answer.headers.get('keep-alive')).toBe('timeout=90');
  });

  it('are no more than they may be', async () => {
    const manager = await startFleetManager(issuer, (_, response) => response.end('ok'), { maxConnections: 1 });
    const [first, second] = [await startDevice(issuer), await startDevice(issuer)];
    expect(await (await first.fetch(new Request(manager.url))).text()).toBe('ok');
    await expect(second.fetch(new Request(manager.url))).rejects.toMatchObject({ code: 'ERR_NETWORK' });
    await first.close();
  });

  it('show a new certificate after reload', async () => {
    const { ask, manager, device } = await startPair();
    const first = await ask();
    const credentials = await issuer.issueFleetManager('line-1');
    manager.server.reload({ credentials, trustBundle: bundle });
    await (await device.fetch(new Request(manager.url))).text(); // the last on the connection of before
    expect(await ask()).not.toBe(first);
    const { hostname, port } = new URL(manager.url);
    const socket = tls.connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    expect(socket.getPeerX509Certificate()?.fingerprint256).toBe(
      new X509Certificate(credentials.certificate).fingerprint256,
    );
    socket.destroy();
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'never resume a %s session, which would skip the judgement (TLS-20, TLS-21)',
    async (version) => {
      const credentials = await issuer.issueClient('line-1', 'press-7');
      /** Connects twice, the second time with the session of the first; tells whether it was taken up. */
      const resumes = async (url: string): Promise<boolean> => {
        let session: Buffer | undefined;
        let reused = false;
        for (let round = 0; round < 2; round++) {
          const { hostname, port } = new URL(url);
          const socket = tls.connect({
            ...{
              host: hostname,
              port: Number(port),
              rejectUnauthorized: false,
              minVersion: version,
              maxVersion: version,
            },
            ...{ cert: credentials.certificate, key: credentials.privateKey, ...(session && { session }) },
          });
          socket.on('session', (ticket: Buffer) => (session = ticket));
          socket.once('secureConnect', () => (reused = socket.isSessionReused()));
          socket.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').resume();
          await once(socket, 'close');
        }
        return reused;
      };
      const { certificate: cert, privateKey: key } = await issuer.issueFleetManager('line-1');
      const ordinary = https.createServer({ cert, key }, (_, response) => response.end());
      expect(await resumes(await listen(ordinary))).toBe(true);
      const manager = await startFleetManager(issuer, (_, response) => response.end(), { dangerouslyAllowTls12: true });
      expect(await resumes(manager.url)).toBe(false);
      expect(manager.callers).toHaveLength(2);
    },
  );
});
