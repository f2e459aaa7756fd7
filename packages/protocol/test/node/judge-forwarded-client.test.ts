import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDevelopmentIssuer, type DevelopmentIssuer } from '@margo-sdk/testkit';
import { parseSpiffeId, parseTrustBundle } from '../../src/identity/index.js';
import { judgeForwardedClient } from '../../src/node/index.js';

const HOUR_MS = 3_600_000;
const now = new Date();
const intermediateValidity = {
  notBefore: new Date(now.getTime() - HOUR_MS),
  notAfter: new Date(now.getTime() + 48 * HOUR_MS),
};
const issuer = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
const layered = await createDevelopmentIssuer({ trustDomain: 'factory.example', intermediateValidity });

/** The headers that a proxy makes of a PEM text. */
const headersOf = (pem: string): { clientCert: string; clientCertChain: string | null } => {
  const [leaf = '', ...others] = (pem.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ?? []).map(
    (one) => `:${new X509Certificate(one).raw.toString('base64')}:`,
  );
  return { clientCert: leaf, clientCertChain: others.length === 0 ? null : others.join(', ') };
};

const judge = (pem: string, options: { from?: DevelopmentIssuer; at?: Date; chain?: string | null } = {}): string => {
  const { from = issuer, at = now, chain } = options;
  return judgeForwardedClient(
    { ...headersOf(pem), ...(chain !== undefined && { clientCertChain: chain }) },
    {
      ownId: parseSpiffeId('spiffe://factory.example/margo/wfm/line-1'),
      trustBundle: parseTrustBundle(from.trustBundle()),
      now: at,
    },
  );
};

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('a client that a proxy speaks for', () => {
  it('is recognised by its certificate (M-51, WP-10)', async () => {
    const { certificate } = await issuer.issueClient('line-1', 'press-7');
    expect(judge(certificate)).toBe('spiffe://factory.example/margo/wfm/line-1/client/press-7');
  });

  it('is recognised through the intermediates that the proxy hands on, and not without them (SV-02, SV-19)', async () => {
    const { certificate } = await layered.issueClient('line-1', 'press-7');
    expect(judge(certificate, { from: layered })).toMatch(/press-7$/);
    expect(() => judge(certificate, { from: layered, chain: null })).toThrow(refusal('ERR_PEER_UNTRUSTED'));
  });

  it('is refused when another authority issued it, also with the right names (SC-03, SV-17)', async () => {
    const stranger = await createDevelopmentIssuer({ trustDomain: 'factory.example' });
    const { certificate } = await stranger.issueClient('line-1', 'press-7');
    expect(() => judge(certificate)).toThrow(refusal('ERR_PEER_UNTRUSTED'));
  });

  it('is refused when its signature is not that of the authority it names (SC-03, TLS-12)', async () => {
    const { certificate } = await issuer.issueClient('line-1', 'press-7');
    const der = new X509Certificate(certificate).raw;
    der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1;
    expect(() => judge(new X509Certificate(der).toString())).toThrow(refusal('ERR_PEER_UNTRUSTED'));
  });

  it('is refused when a client signed it instead of an authority (SV-20, TLS-12)', async () => {
    const { certificate } = await layered.issueClient('line-1', 'press-7');
    const other = await layered.issueClient('line-1', 'press-8');
    const { clientCert } = headersOf(other.certificate);
    expect(() => judge(certificate, { from: layered, chain: clientCert })).toThrow(refusal('ERR_PEER_UNTRUSTED'));
  });

  it('is refused outside its validity (SV-18, TLS-13)', async () => {
    const { certificate } = await issuer.issueClient('line-1', 'press-7');
    const later = new Date(now.getTime() + 48 * HOUR_MS);
    expect(() => judge(certificate, { at: later })).toThrow(refusal('ERR_PEER_EXPIRED'));
  });

  it('is refused when it is no client of this fleet manager (WP-10, WP-11, SV-15)', async () => {
    const manager = await issuer.issueFleetManager('line-1');
    const elsewhere = await issuer.issueClient('line-2', 'press-7');
    const foreign = await issuer.issue('spiffe://elsewhere.example/margo/wfm/line-1/client/press-7');
    expect(() => judge(manager.certificate)).toThrow(refusal('ERR_PEER_UNEXPECTED_ID'));
    expect(() => judge(elsewhere.certificate)).toThrow(refusal('ERR_PEER_UNEXPECTED_ID'));
    expect(() => judge(foreign.certificate)).toThrow(refusal('ERR_PEER_FOREIGN_TRUST_DOMAIN'));
  });

  it('is refused when what was handed on is no certificate (M-51)', () => {
    const expectation = {
      ownId: parseSpiffeId('spiffe://factory.example/margo/wfm/line-1'),
      trustBundle: parseTrustBundle(issuer.trustBundle()),
      now,
    };
    const judged = (clientCert: string | null) => () =>
      judgeForwardedClient({ clientCert, clientCertChain: null }, expectation);
    expect(judged(null)).toThrow(refusal('ERR_PEER_NO_CERTIFICATE'));
    expect(judged(':AQID:')).toThrow(refusal('ERR_PEER_UNTRUSTED'));
  });
});
