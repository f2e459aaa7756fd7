import { once } from 'node:events';
import net from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDevelopmentIssuer, type DevelopmentIssuer, type IssueOptions } from '@margo-sdk/testkit';
import { PeerRefusedError } from '../../src/identity/index.js';
import type { Credentials, MutualTlsServerOptions } from '../../src/node/index.js';
import { intrude, startDevice, startFleetManager, startImpostor, type FleetManager } from './fixture.js';

const TRUST_DOMAIN = 'factory.example';
const issuer = await createDevelopmentIssuer({ trustDomain: TRUST_DOMAIN });
const selfMade = await createDevelopmentIssuer({ trustDomain: TRUST_DOMAIN });
const foreign = await createDevelopmentIssuer({ trustDomain: 'other.example' });
const HOUR_MS = 3_600_000;
const hoursFromNow = (hours: number): Date => new Date(Date.now() + hours * HOUR_MS);
const expired: IssueOptions = { notBefore: hoursFromNow(-2), notAfter: hoursFromNow(-1) };
const early: IssueOptions = { notBefore: hoursFromNow(1), notAfter: hoursFromNow(2) };

type Case = [
  who: string,
  code: string,
  make: (issuer: DevelopmentIssuer) => Promise<Credentials>,
  by?: DevelopmentIssuer,
];

/** What is wrong with a certificate whoever shows it; `issue` makes one for the role in question. */
const casesFor = (issue: (by: DevelopmentIssuer, options?: IssueOptions) => Promise<Credentials>): Case[] => [
  ['of a self-made authority', 'ERR_PEER_UNTRUSTED', async () => issue(selfMade)],
  ['of another trust domain', 'ERR_PEER_FOREIGN_TRUST_DOMAIN', async () => issue(foreign)],
  [
    'that claims our domain in the chain of another',
    'ERR_PEER_UNTRUSTED',
    async () => issue(selfMade, { dnsNames: ['localhost'] }),
  ],
  ['that expired', 'ERR_PEER_EXPIRED', async (by) => issue(by, expired)],
  ['that is not valid yet', 'ERR_PEER_NOT_YET_VALID', async (by) => issue(by, early)],
  ['of an authority', 'ERR_PEER_NOT_A_LEAF', async (by) => issue(by, { isCa: true })],
  ['without a URI name', 'ERR_PEER_ID_INVALID', async (by) => issue(by, { uriNames: [] })],
  [
    'with two URI names',
    'ERR_PEER_ID_INVALID',
    async (by) =>
      issue(by, {
        uriNames: [
          'spiffe://factory.example/margo/wfm/line-1',
          'spiffe://factory.example/margo/wfm/line-1/client/press-7',
        ],
      }),
  ],
];

/** Issuers whose leaves are fine and whose chain is not. */
const brokenIssuers = {
  'whose intermediate expired': [
    'ERR_PEER_EXPIRED',
    { intermediateValidity: { notBefore: hoursFromNow(-2), notAfter: hoursFromNow(-1) } },
  ],
  'whose intermediate is not valid yet': [
    'ERR_PEER_NOT_YET_VALID',
    { intermediateValidity: { notBefore: hoursFromNow(1), notAfter: hoursFromNow(2) } },
  ],
  'whose root expired': [
    'ERR_PEER_EXPIRED',
    { rootValidity: { notBefore: hoursFromNow(-2), notAfter: hoursFromNow(-1) } },
  ],
} as const;

/** Without the intermediate: whoever judges here starts also when it could not have, had it one that expired. */
const leafOnly = ({ certificate, privateKey }: Credentials): Credentials => ({
  certificate: `${certificate.split('-----END')[0]}-----END CERTIFICATE-----\n`,
  privateKey,
});

describe('a device refuses a server with a certificate', () => {
  const asServer = async (by: DevelopmentIssuer, options?: IssueOptions): Promise<Credentials> =>
    by.issueFleetManager('line-1', options);

  const expectRefusal = async (by: DevelopmentIssuer, server: Credentials, code: string): Promise<void> => {
    const impostor = await startImpostor(server);
    const device = await startDevice(by, { credentials: leafOnly(await by.issueClient('line-1', 'press-7')) });
    const request = new Request(`${impostor.url}/api/v1/deployments`, { method: 'POST', body: 'secret' });
    const refusal = await device.fetch(request).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PeerRefusedError);
    expect(refusal).toMatchObject({ code });
    await impostor.ended;
    expect(Buffer.concat(impostor.received)).toHaveLength(0);
  };

  it.each<Case>([
    ...casesFor(asServer),
    [
      'for another fleet manager of the domain (WP-14)',
      'ERR_PEER_UNEXPECTED_ID',
      async (by) => by.issueFleetManager('line-2'),
    ],
    [
      'of another device that poses as the fleet manager',
      'ERR_PEER_UNEXPECTED_ID',
      async (by) => by.issueClient('line-1', 'press-8'),
    ],
    [
      'whose DNS and IP names match, but not its id (SV-16)',
      'ERR_PEER_UNEXPECTED_ID',
      async (by) => by.issueFleetManager('line-2', { dnsNames: ['localhost', '127.0.0.1'] }),
    ],
    ['outside /margo/', 'ERR_PEER_UNEXPECTED_ID', async (by) => by.issue('spiffe://factory.example/database')],
  ])('%s: %s, and sends it no byte', async (_, code, make) => {
    await expectRefusal(issuer, await make(issuer), code);
  });

  it.each(Object.entries(brokenIssuers))('%s (SV-18)', async (_, [code, options]) => {
    const broken = await createDevelopmentIssuer({ trustDomain: TRUST_DOMAIN, ...options });
    await expectRefusal(broken, await broken.issueFleetManager('line-1'), code);
  });

  it('and none other: a good one gets the request, so silence above is the refusal’s doing', async () => {
    const impostor = await startImpostor(await issuer.issueFleetManager('line-1'));
    const device = await startDevice(issuer, { idleTimeoutMs: 50 });
    const request = new Request(impostor.url, { method: 'POST', body: 'secret' });
    await expect(device.fetch(request)).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(Buffer.concat(impostor.received).toString()).toMatch(/^POST \/ HTTP[^]*secret$/);
  });

  it('by the clock it was given, not only by the system’s', async () => {
    const impostor = await startImpostor(await issuer.issueFleetManager('line-1'));
    for (const [hours, code] of [
      [48, 'ERR_PEER_EXPIRED'],
      [-48, 'ERR_PEER_NOT_YET_VALID'],
    ] as const) {
      let now = new Date();
      const device = await startDevice(issuer, { now: () => now });
      now = hoursFromNow(hours);
      await expect(device.fetch(new Request(impostor.url))).rejects.toMatchObject({ code });
    }
    expect(impostor.received).toEqual([]);
  });

  it('that a system root would vouch for: only the bundle counts (SV-17)', async () => {
    // The other way round: our own root is not among the system's, and the chain is accepted only through the bundle.
    const impostor = await startImpostor(await issuer.issueFleetManager('line-1'));
    const device = await startDevice(selfMade);
    await expect(device.fetch(new Request(impostor.url))).rejects.toMatchObject({ code: 'ERR_PEER_UNTRUSTED' });
  });
});

describe('a fleet manager refuses a caller with a certificate', () => {
  const asClient = async (by: DevelopmentIssuer, options?: IssueOptions): Promise<Credentials> =>
    by.issueClient('line-1', 'press-7', options);

  const expectRefusal = async (by: DevelopmentIssuer, client: Credentials | undefined, code: string): Promise<void> => {
    const credentials = leafOnly(await by.issueFleetManager('line-1'));
    const manager = await startFleetManager(by, (_, response) => response.end('secret'), { credentials });
    const seen: string[] = [];
    for (const event of ['request', 'clientError', 'checkContinue', 'upgrade', 'dropRequest'])
      manager.server.on(event, () => seen.push(event));
    const refused = manager.refused();
    expect(await intrude(manager.url, client)).toBe('');
    expect((await refused).code).toBe(code);
    expect([manager.callers, seen]).toEqual([[], []]);
  };

  it.each<Case>([
    ...casesFor(asClient),
    [
      'of a client of another fleet manager (WP-11)',
      'ERR_PEER_UNEXPECTED_ID',
      async (by) => by.issueClient('line-2', 'press-7'),
    ],
    ['of a fleet manager', 'ERR_PEER_UNEXPECTED_ID', async (by) => by.issueFleetManager('line-1')],
    ['outside /margo/', 'ERR_PEER_UNEXPECTED_ID', async (by) => by.issue('spiffe://factory.example/database')],
  ])('%s: %s, and reads no request', async (_, code, make) => {
    await expectRefusal(issuer, await make(issuer), code);
  });

  it.each(Object.entries(brokenIssuers))('%s (SV-18)', async (_, [code, options]) => {
    const broken = await createDevelopmentIssuer({ trustDomain: TRUST_DOMAIN, ...options });
    await expectRefusal(broken, await broken.issueClient('line-1', 'press-7'), code);
  });

  it('that is missing: ERR_PEER_NO_CERTIFICATE (SC-10)', async () => {
    await expectRefusal(issuer, undefined, 'ERR_PEER_NO_CERTIFICATE');
  });

  it('and lets the refused device see a failed exchange, not an answer (API-05)', async () => {
    const manager = await startFleetManager(issuer, (_, response) => response.end());
    const stranger = await startDevice(issuer, { credentials: await selfMade.issueClient('line-1', 'press-7') });
    await expect(stranger.fetch(new Request(manager.url))).rejects.toMatchObject({
      code: 'ERR_NETWORK',
      retryable: true,
    });
    expect(manager.refusals).toEqual(['ERR_PEER_UNTRUSTED']);
  });

  it('and goes on serving the others', async () => {
    const manager = await startFleetManager(issuer, (_, response) => response.end('ok'));
    await intrude(manager.url, undefined);
    const device = await startDevice(issuer);
    expect(await (await device.fetch(new Request(manager.url))).text()).toBe('ok');
  });
});

describe('a fleet manager that refuses a handshake', () => {
  const serve = async (options: Partial<MutualTlsServerOptions> = {}): Promise<FleetManager> =>
    startFleetManager(issuer, (_, response) => response.end('ok'), options);

  it.each<[string, ConnectionOptions, string]>([
    ['an old version of TLS (TLS-03)', { maxVersion: 'TLSv1.2' }, 'unsupported protocol'],
    ['another protocol in it (API-03)', { ALPNProtocols: ['h2'] }, 'no application protocol'],
  ])('for %s says so', async (_, options, reason) => {
    const manager = await serve();
    const refused = manager.refused();
    const client = await issuer.issueClient('line-1', 'press-7');
    expect(await intrude(manager.url, client, options)).toBe('');
    expect(await refused).toMatchObject({ code: 'ERR_PEER_HANDSHAKE_FAILED', retryable: false });
    expect((await refused).message).toBe(`The TLS handshake failed: ${reason}.`);
  });

  it('for taking too long says so', async () => {
    const manager = await serve({ handshakeTimeoutMs: 1 });
    const refused = manager.refused();
    const silent = net.connect(Number(new URL(manager.url).port), '127.0.0.1');
    onTestFinished(() => void silent.destroy());
    expect((await refused).code).toBe('ERR_PEER_HANDSHAKE_FAILED');
  });

  it('does not count a caller that hangs up by itself', async () => {
    const manager = await serve();
    const failed = once(manager.server, 'tlsClientError');
    net.connect(Number(new URL(manager.url).port), '127.0.0.1').end();
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
    expect(manager.refusals).toEqual([]);
  });
});

describe('an onRefused that fails', () => {
  it.each([
    [
      'at once',
      () => {
        throw new Error('no log');
      },
    ],
    ['later', () => Promise.reject(new Error('no log'))],
  ])('%s is a warning, and the fleet manager goes on', async (_, onRefused) => {
    onTestFinished(() => void vi.restoreAllMocks());
    const warned = new Promise<unknown[]>((resolve) =>
      vi.spyOn(process, 'emitWarning').mockImplementation((...warning) => resolve(warning)),
    );
    const manager = await startFleetManager(issuer, (_, response) => response.end('ok'), { onRefused });
    await intrude(manager.url, undefined);
    expect(await warned).toEqual([
      expect.stringContaining('ERR_PEER_NO_CERTIFICATE'),
      { code: 'MARGO_ON_REFUSED_FAILED', detail: expect.stringContaining('no log') },
    ]);
    const device = await startDevice(issuer);
    expect(await (await device.fetch(new Request(manager.url))).text()).toBe('ok');
  });
});

describe('TLS versions', () => {
  it('below 1.3 are refused by default (TLS-03)', async () => {
    const manager = await startFleetManager(issuer, (_, response) => response.end('ok'));
    const client = await issuer.issueClient('line-1', 'press-7');
    expect(await intrude(manager.url, client, { maxVersion: 'TLSv1.2' })).toBe('');
    expect(await intrude(manager.url, client)).toContain('200 OK');
    expect(manager.callers).toHaveLength(1);
  });

  it('down to 1.2 are spoken when both ask for it by name, with the same judgement and no older cipher (TLS-04, TLS-05, TLS-06)', async () => {
    const manager = await startFleetManager(issuer, (_, response) => response.end('ok'), {
      dangerouslyAllowTls12: true,
    });
    const old = { maxVersion: 'TLSv1.2' } as const;
    expect(await intrude(manager.url, await issuer.issueClient('line-1', 'press-7'), old)).toContain('200 OK');
    expect(await intrude(manager.url, await issuer.issueClient('line-2', 'press-7'), old)).toBe('');
    expect(await intrude(manager.url, undefined, old)).toBe('');
    expect(manager.refusals).toEqual(['ERR_PEER_UNEXPECTED_ID', 'ERR_PEER_NO_CERTIFICATE']);
    const withoutAead = { ...old, ciphers: 'ECDHE-ECDSA-AES128-SHA' };
    expect(await intrude(manager.url, await issuer.issueClient('line-1', 'press-7'), withoutAead)).toBe('');
    expect(manager.refusals.pop()).toBe('ERR_PEER_HANDSHAKE_FAILED');
    expect(
      await intrude(manager.url, undefined, {
        minVersion: 'TLSv1.1',
        maxVersion: 'TLSv1.1',
        ciphers: 'ALL@SECLEVEL=0',
      }),
    ).toBe('');
    expect(manager.refusals.slice(2)).toEqual(['ERR_PEER_HANDSHAKE_FAILED']);
  });
});
