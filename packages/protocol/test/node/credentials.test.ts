import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer } from '@margo-sdk/testkit';
import { parseTrustBundle, type TrustBundle } from '../../src/identity/index.js';
import { createMutualTlsFetch, createMutualTlsServer, type Credentials } from '../../src/node/index.js';

const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const trustBundle = parseTrustBundle(issuer.trustBundle());
const device = await issuer.issueClient('line-1', 'press-7');
const INVALID = expect.objectContaining({ code: 'ERR_CREDENTIALS_INVALID' }) as Error;

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
    ['of no party of the interface', async () => issuer.issue('spiffe://factory.example/database')],
  ])('%s are refused before any connection', async (_, make) => {
    const credentials = await make();
    expect(() => createMutualTlsFetch({ credentials, trustBundle })).toThrow(INVALID);
  });

  it('of a device cannot serve (WP-06)', () => {
    expect(() => createMutualTlsServer({ credentials: device, trustBundle }, () => undefined)).toThrow(INVALID);
  });

  it('never show the key in a message', () => {
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
