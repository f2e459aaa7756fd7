import { createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { parseTrustBundle, type TrustBundle } from '../../src/identity/index.js';
import {
  createMutualTlsFetch,
  createMutualTlsServer,
  readCredentials,
  type Credentials,
  type KeyInHardware,
} from '../../src/node/index.js';
import { CERTIFICATES_BY_KEY } from '../identity/certificates-by-key.js';
import { startDevice, startFleetManager } from './fixture.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const trustBundle = parseTrustBundle(issuer.trustBundle());
const device = await issuer.issueClient('line-1', 'press-7');
const INVALID = expect.objectContaining({ code: 'ERR_CREDENTIALS_INVALID' }) as Error;

const pemOf = (base64: string): string => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;

describe('own credentials', () => {
  it('tell who we are; the key may be PEM or a key object', () => {
    const privateKey = createPrivateKey(device.privateKey);
    for (const credentials of [device, { ...device, privateKey }])
      expect(createMutualTlsFetch({ credentials, trustBundle }).ownId).toBe(device.spiffeId);
  });

  it.each<[string, () => Credentials | Promise<Credentials>]>([
    ['that are no PEM', () => ({ ...device, certificate: 'x' })],
    ['whose key is no PEM', () => ({ ...device, privateKey: 'x' })],
    [
      'whose key is another’s',
      async () => ({ ...device, privateKey: (await issuer.issueClient('line-1', 'press-8')).privateKey }),
    ],
    ['of an authority', async () => issuer.issueClient('line-1', 'press-7', { isCa: true })],
    ['without an id', async () => issuer.issueClient('line-1', 'press-7', { uriNames: [] })],
    [
      'with two ids',
      async () => issuer.issueClient('line-1', 'press-7', { uriNames: [device.spiffeId, device.spiffeId] }),
    ],
    ['for a key that is not allowed (SV-04)', () => ({ ...device, certificate: pemOf(CERTIFICATES_BY_KEY['P-521']) })],
    ['with too short a key (SV-06)', () => ({ ...device, certificate: pemOf(CERTIFICATES_BY_KEY['RSA-2048']) })],
    ['with a weak signature (SV-06)', () => ({ ...device, certificate: pemOf(CERTIFICATES_BY_KEY['RSA-3072-SHA-1']) })],
    ['of no party of the interface', async () => issuer.issue('spiffe://factory.example/database')],
  ])('%s are refused before any connection', async (_, make) => {
    const credentials = await make();
    expect(() => createMutualTlsFetch({ credentials, trustBundle })).toThrow(INVALID);
  });

  it('of a device cannot serve (WP-06)', () => {
    expect(() => createMutualTlsServer({ credentials: device, trustBundle }, () => undefined)).toThrow(INVALID);
  });

  it('never show the key in a message (SC-01)', () => {
    const privateKey = device.privateKey.replace('MIG', 'SECRET');
    let said = '';
    try {
      createMutualTlsFetch({ credentials: { ...device, privateKey }, trustBundle });
    } catch (error) {
      said = JSON.stringify([error, String(error), (error as Error).cause ?? null]);
    }
    expect(said).toContain('ERR_CREDENTIALS_INVALID');
    expect(said).not.toContain('SECRET');
  });

  it('are of no use without an anchor: an empty bundle is refused (TB-11)', () => {
    const empty = { anchors: [] };
    const unreadable = { anchors: [{ certificate: Uint8Array.of(0x30, 0), publicKey: { kty: 'EC' } }] };
    for (const bundle of [empty, unreadable])
      expect(() => createMutualTlsFetch({ credentials: device, trustBundle: bundle })).toThrow(
        expect.objectContaining({ code: 'ERR_TRUST_BUNDLE_INVALID' }) as Error,
      );
  });
});

describe('the end of own credentials', () => {
  const notAfter = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
  const EXPIRED = expect.objectContaining({ code: 'ERR_CREDENTIALS_EXPIRED' }) as Error;

  it('is known beforehand, on both sides (TLS-22)', async () => {
    const short = await issuer.issueClient('line-1', 'press-7', { notAfter });
    expect(createMutualTlsFetch({ credentials: short, trustBundle }).expiresAt).toEqual(notAfter);
    const fleet = await issuer.issueFleetManager('line-1', { notAfter });
    expect(createMutualTlsServer({ credentials: fleet, trustBundle }, () => undefined).expiresAt).toEqual(notAfter);
    expect(readCredentials(fleet)).toEqual({ id: fleet.spiffeId, role: 'fleet-manager', expiresAt: notAfter });
  });

  it('is that of an intermediate which goes before', async () => {
    const intermediateValidity = { notBefore: new Date(0), notAfter };
    const chained = await createDevelopmentIssuer({ trustDomain: 'factory.example', intermediateValidity });
    expect(readCredentials(await chained.issueClient('line-1', 'press-7')).expiresAt).toEqual(notAfter);
  });

  it('refuses them at the start and at a reload, with the time at which it was (SV-18)', async () => {
    const credentials = await issuer.issueClient('line-1', 'press-7', { notAfter });
    const late = { credentials, trustBundle, now: () => notAfter };
    expect(() => createMutualTlsFetch(late)).toThrow(EXPIRED);
    expect(() => createMutualTlsFetch(late)).toThrow(notAfter.toISOString());
    const fleet = { credentials: await issuer.issueFleetManager('line-1', { notAfter }), trustBundle };
    expect(() => createMutualTlsServer({ ...fleet, now: late.now }, () => undefined)).toThrow(EXPIRED);
    const pool = createMutualTlsFetch({ credentials: device, trustBundle, now: late.now });
    expect(() => pool.reload(late)).toThrow(EXPIRED);
    expect(pool.ownId).toBe(device.spiffeId);
  });

  it('is not taken for its beginning: a clock that is not set yet stops no device at its start', () => {
    expect(createMutualTlsFetch({ credentials: device, trustBundle, now: () => new Date(0) }).ownId).toBe(
      device.spiffeId,
    );
  });
});

describe('a key in hardware', () => {
  /** Stands in for a secure element: nobody but it sees the key. */
  const inHardware = ({
    certificate,
    privateKey: key,
  }: typeof device): Credentials & { privateKey: KeyInHardware } => ({
    certificate,
    privateKey: { createSecureContext: (options) => createSecureContext({ ...options, key }) },
  });

  it('proves who we are without being read, on both sides, and at a reload', async () => {
    const fleet = await issuer.issueFleetManager('line-1');
    const manager = await startFleetManager(issuer, (_, response) => response.end('ok'), {
      credentials: inHardware(fleet),
    });
    const { fetch, reload } = await startDevice(issuer, { credentials: inHardware(device) });
    const ask = async (): Promise<string> => (await fetch(new Request(manager.url))).text();
    expect(await ask()).toBe('ok');
    manager.server.reload({ credentials: inHardware(fleet), trustBundle });
    reload({ credentials: inHardware(device), trustBundle });
    expect(await ask()).toBe('ok');
    expect(manager.callers).toEqual([device.spiffeId, device.spiffeId]);
  });

  it('makes nobody trusted who is not: peers are judged as ever', async () => {
    const stranger = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
    const manager = await startFleetManager(issuer, (_, response) => response.end('ok'), {
      credentials: inHardware(await issuer.issueFleetManager('line-1')),
    });
    const refused = manager.refused();
    const { fetch } = await startDevice(issuer, { credentials: await stranger.issueClient('line-1', 'press-7') });
    await expect(fetch(new Request(manager.url))).rejects.toMatchObject({ code: 'ERR_NETWORK' });
    expect((await refused).code).toBe('ERR_PEER_UNTRUSTED');
  });

  it('that is missing is a fault of the credentials', () => {
    const privateKey: KeyInHardware = {
      createSecureContext: () => {
        throw new Error('no such slot');
      },
    };
    expect(() => createMutualTlsFetch({ credentials: { ...device, privateKey }, trustBundle })).toThrow(INVALID);
  });
});

describe('a trust bundle', () => {
  it.each<[string, unknown]>([
    ['its text', issuer.trustBundle()],
    ['the bytes of its text', new TextEncoder().encode(issuer.trustBundle())],
    ['null', null],
    ['nothing', undefined],
  ])('is refused as %s, with what to do instead', (_, unparsed) => {
    const wrong = { credentials: device, trustBundle: unparsed as TrustBundle };
    const refusal = { code: 'ERR_TRUST_BUNDLE_INVALID', hint: 'Pass it through parseTrustBundle first.' };
    const matching = expect.objectContaining(refusal) as Error;
    expect(() => createMutualTlsFetch(wrong)).toThrow(matching);
    expect(() => createMutualTlsServer(wrong, () => undefined)).toThrow(matching);
    const pool = createMutualTlsFetch({ credentials: device, trustBundle });
    expect(() => pool.reload(wrong)).toThrow(matching);
  });

  it('without one usable anchor is refused, whatever stands in their place (TB-11)', () => {
    for (const anchors of [[], [null], [{}], ['x']])
      expect(() =>
        createMutualTlsFetch({ credentials: device, trustBundle: { anchors } as unknown as TrustBundle }),
      ).toThrow(expect.objectContaining({ code: 'ERR_TRUST_BUNDLE_INVALID' }) as Error);
  });
});
