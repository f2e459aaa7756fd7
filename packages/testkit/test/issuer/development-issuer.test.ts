import { X509Certificate, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseTrustBundle, readCertificate } from '@margo-sdk/protocol';
import { createDevelopmentIssuer } from '../../src/index.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example', now: () => NOW });
const rootOf = (text: string): X509Certificate => new X509Certificate(parseTrustBundle(text).anchors[0]!.certificate);
const pems = (chain: string): X509Certificate[] =>
  (chain.match(/-----BEGIN[^]*?-----END CERTIFICATE-----\n/g) ?? []).map((pem) => new X509Certificate(pem));

describe('the development issuer', () => {
  it('names parties as the identity profile does (c.1.1)', async () => {
    const manager = await issuer.issueFleetManager('line-1');
    const client = await issuer.issueClient('line-1', 'press-7');
    const other = await issuer.issue('spiffe://factory.example/database');
    expect([manager, client, other].map(({ spiffeId }) => spiffeId)).toEqual([
      'spiffe://factory.example/margo/wfm/line-1',
      'spiffe://factory.example/margo/wfm/line-1/client/press-7',
      'spiffe://factory.example/database',
    ]);
    for (const { certificate, spiffeId } of [manager, client, other])
      expect(readCertificate(new X509Certificate(certificate).raw).uriNames).toEqual([spiffeId]);
  });

  it('issues leaves in the SVID profile (c.1.2), as OpenSSL sees them too', async () => {
    const { certificate, privateKey } = await issuer.issueClient('line-1', 'press-7', { dnsNames: ['press.example'] });
    const leaf = new X509Certificate(certificate);
    const root = rootOf(issuer.trustBundle());
    expect(leaf.checkIssued(root) && leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' }); // SV-10
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']); // Node lists the extended usages here
    expect(leaf.subjectAltName).toBe('URI:spiffe://factory.example/margo/wfm/line-1/client/press-7, DNS:press.example');
    expect(readCertificate(leaf.raw).keyUsage).toEqual(['digitalSignature']);
    // Key usage (2.5.29.15) marked critical: the identifier, TRUE, then the value.
    expect(Buffer.from(leaf.raw).includes(Buffer.from('0603551d0f0101ff', 'hex'))).toBe(true);
  });

  it('says in every name that it is for development only', async () => {
    const leaf = new X509Certificate((await issuer.issueFleetManager('line-1')).certificate);
    for (const text of [leaf.subject, leaf.issuer, rootOf(issuer.trustBundle()).subject])
      expect(text).toContain('DEVELOPMENT ONLY');
  });

  it('counts validity from its clock, or takes what it is given', async () => {
    const usual = new X509Certificate((await issuer.issueFleetManager('line-1')).certificate);
    expect([new Date(usual.validFrom), new Date(usual.validTo)]).toEqual([
      new Date('2026-06-01T11:00:00Z'),
      new Date('2026-06-02T12:00:00Z'),
    ]);
    const given = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2050-01-01T00:00:00Z') };
    const odd = new X509Certificate((await issuer.issueFleetManager('line-1', given)).certificate);
    expect([new Date(odd.validFrom), new Date(odd.validTo)]).toEqual([given.notBefore, given.notAfter]);
  });

  it.each([[], ['spiffe://a.example/x', 'spiffe://b.example/y'], ['https://a.example/?q=%20'], ['']])(
    'writes exactly the URI names that a test asks for',
    async (...uriNames) => {
      const { certificate, spiffeId } = await issuer.issue('spiffe://factory.example/database', { uriNames });
      expect(readCertificate(new X509Certificate(certificate).raw).uriNames).toEqual(uriNames);
      expect(spiffeId).toBe('spiffe://factory.example/database');
    },
  );

  it('makes a certificate of an authority when a test asks for one (SV-20)', async () => {
    const { certificate } = await issuer.issueFleetManager('line-1', { isCa: true });
    const { raw, ca } = new X509Certificate(certificate);
    expect(ca).toBe(true);
    expect(readCertificate(raw).keyUsage).toEqual(['keyCertSign', 'cRLSign']);
  });

  it('sends its intermediate along, and keeps it out of the bundle (SV-02)', async () => {
    const intermediateValidity = { notBefore: NOW, notAfter: new Date('2027-01-01T00:00:00Z') };
    const layered = await createDevelopmentIssuer({ trustDomain: 'factory.example', intermediateValidity });
    const [leaf, intermediate, ...more] = pems((await layered.issueFleetManager('line-1')).certificate);
    const root = rootOf(layered.trustBundle());
    expect(more).toEqual([]);
    expect(leaf!.checkIssued(intermediate!) && leaf!.verify(intermediate!.publicKey)).toBe(true);
    expect(intermediate!.checkIssued(root) && intermediate!.verify(root.publicKey)).toBe(true);
    expect(intermediate!.ca).toBe(true);
    expect(parseTrustBundle(layered.trustBundle()).anchors).toHaveLength(1);
  });

  it('issues certificates of servers that are known by their host names (LG-02)', async () => {
    const { certificate, privateKey } = await issuer.issueServer();
    const server = new X509Certificate(certificate);
    const root = new X509Certificate(issuer.authority().root.certificate);
    expect(server.checkIssued(root) && server.verify(root.publicKey)).toBe(true);
    expect(server.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
    expect([server.checkHost('localhost'), server.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1']);
    expect(readCertificate(server.raw).uriNames).toEqual([]);
    const other = new X509Certificate((await issuer.issueServer(['wfm.example', '192.0.2.7'])).certificate);
    expect([other.checkHost('wfm.example'), other.checkIP('192.0.2.7')]).toEqual(['wfm.example', '192.0.2.7']);
    expect([other.checkHost('localhost'), other.checkIP('127.0.0.1')]).toEqual([undefined, undefined]);
  });

  it('gives every party its own key and every certificate its own number', async () => {
    const issued = await Promise.all([1, 2, 3].map(async () => issuer.issueClient('line-1', 'press-7')));
    expect(new Set(issued.map(({ privateKey }) => privateKey)).size).toBe(3);
    expect(new Set(issued.map(({ certificate }) => new X509Certificate(certificate).serialNumber)).size).toBe(3);
  });

  it('describes the root’s key in the bundle as it is in the certificate', () => {
    const [anchor] = parseTrustBundle(issuer.trustBundle()).anchors;
    expect(anchor!.publicKey).toEqual(rootOf(issuer.trustBundle()).publicKey.export({ format: 'jwk' }));
  });

  it.each(['', 'Factory', 'a/b', 'a b'])('refuses "%s" as a trust domain or a name', async (name) => {
    const refusal = { code: 'ERR_SPIFFE_ID_INVALID' };
    if (name !== 'a/b') await expect(createDevelopmentIssuer({ trustDomain: name })).rejects.toMatchObject(refusal);
    if (name !== 'Factory') await expect(issuer.issueFleetManager(name)).rejects.toMatchObject(refusal);
  });
});
