import { describe, expect, it } from 'vitest';
import {
  judgePeer,
  parseSpiffeId,
  PeerRefusedError,
  type CertificateFacts,
  type MargoRole,
  type PresentedPeer,
} from '../../src/identity/index.js';
import { chainExpiry } from '../../src/identity/peer.js';

const DOMAIN = 'spiffe://factory.example';
const MANAGER = `${DOMAIN}/margo/wfm/line-1`;
const CLIENT = `${MANAGER}/client/press-7`;
const NOW = new Date('2026-06-01T12:00:00Z');

const leaf = (changes: Partial<CertificateFacts> = {}): CertificateFacts => ({
  uriNames: [MANAGER],
  isCa: false,
  keyUsage: ['digitalSignature'],
  notBefore: new Date('2026-06-01T00:00:00Z'),
  notAfter: new Date('2026-06-02T00:00:00Z'),
  keyFault: undefined,
  signatureFault: undefined,
  ...changes,
});
const root: CertificateFacts = {
  uriNames: [],
  isCa: true,
  keyUsage: ['keyCertSign'],
  notBefore: new Date('2026-01-01'),
  notAfter: new Date('2027-01-01'),
  keyFault: undefined,
  signatureFault: undefined,
};
const show = (certificate: CertificateFacts, chainVerdict?: string): PresentedPeer => ({
  chain: [certificate, root],
  chainVerdict,
});
const judge = (peer: PresentedPeer, ownId = CLIENT, role: MargoRole = 'fleet-manager', now = NOW): string => {
  try {
    return judgePeer(peer, { ownId: parseSpiffeId(ownId), role, now });
  } catch (error) {
    if (error instanceof PeerRefusedError) return error.code;
    throw error;
  }
};

describe('a device judges', () => {
  it('and accepts exactly the fleet manager of its own id (WP-14)', () => {
    expect(judge(show(leaf()))).toBe(MANAGER);
  });

  it.each<[string, PresentedPeer, string]>([
    ['no certificate', { chain: [], chainVerdict: undefined }, 'ERR_PEER_NO_CERTIFICATE'],
    ['no URI name (SV-20)', show(leaf({ uriNames: [] })), 'ERR_PEER_ID_INVALID'],
    ['two URI names (SV-20)', show(leaf({ uriNames: [MANAGER, CLIENT] })), 'ERR_PEER_ID_INVALID'],
    ['the same URI name twice', show(leaf({ uriNames: [MANAGER, MANAGER] })), 'ERR_PEER_ID_INVALID'],
    ['another scheme', show(leaf({ uriNames: ['https://factory.example/margo/wfm/line-1'] })), 'ERR_PEER_ID_INVALID'],
    [
      'a foreign trust domain (SV-15, SC-06)',
      show(leaf({ uriNames: ['spiffe://other.example/margo/wfm/line-1'] })),
      'ERR_PEER_FOREIGN_TRUST_DOMAIN',
    ],
    [
      'a trust domain below the own one',
      show(leaf({ uriNames: ['spiffe://a.factory.example/margo/wfm/line-1'] })),
      'ERR_PEER_FOREIGN_TRUST_DOMAIN',
    ],
    ['a chain to nowhere (SV-17)', show(leaf(), 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'ERR_PEER_UNTRUSTED'],
    ['a verdict never seen before', show(leaf(), 'SOMETHING_NEW'), 'ERR_PEER_UNTRUSTED'],
    ['an empty verdict', show(leaf(), ''), 'ERR_PEER_UNTRUSTED'],
    ['a purpose that the library refuses', show(leaf(), 'INVALID_PURPOSE'), 'ERR_PEER_UNTRUSTED'],
    ['expiry by the library (SV-18)', show(leaf(), 'CERT_HAS_EXPIRED'), 'ERR_PEER_EXPIRED'],
    ['too early by the library (SV-18)', show(leaf(), 'CERT_NOT_YET_VALID'), 'ERR_PEER_NOT_YET_VALID'],
    ['expiry by the clock', show(leaf({ notAfter: new Date(NOW.getTime() - 1) })), 'ERR_PEER_EXPIRED'],
    ['too early by the clock', show(leaf({ notBefore: new Date(NOW.getTime() + 1) })), 'ERR_PEER_NOT_YET_VALID'],
    ['a key that may not be used (SV-04)', show(leaf({ keyFault: 'its key is weak' })), 'ERR_PEER_KEY_REFUSED'],
    ['a weak signature (SV-12)', show(leaf({ signatureFault: 'it is weak' })), 'ERR_PEER_KEY_REFUSED'],
    [
      'an anchor whose key may not be used (SV-04)',
      { chain: [leaf(), { ...root, keyFault: 'its key is weak' }], chainVerdict: undefined },
      'ERR_PEER_KEY_REFUSED',
    ],
    ['an authority (SV-20)', show(leaf({ isCa: true })), 'ERR_PEER_NOT_A_LEAF'],
    [
      'an authority whose purpose the library refuses',
      show(leaf({ isCa: true }), 'INVALID_PURPOSE'),
      'ERR_PEER_NOT_A_LEAF',
    ],
    [
      'a key that signs certificates',
      show(leaf({ keyUsage: ['digitalSignature', 'keyCertSign'] })),
      'ERR_PEER_NOT_A_LEAF',
    ],
    ['a key that signs CRLs', show(leaf({ keyUsage: ['digitalSignature', 'cRLSign'] })), 'ERR_PEER_NOT_A_LEAF'],
    ['a key that signs nothing (M-47)', show(leaf({ keyUsage: ['keyAgreement'] })), 'ERR_PEER_NOT_A_LEAF'],
    ['no key usage (M-47)', show(leaf({ keyUsage: undefined })), 'ERR_PEER_NOT_A_LEAF'],
    ['the id of the domain itself (SV-20)', show(leaf({ uriNames: [DOMAIN] })), 'ERR_PEER_NOT_A_LEAF'],
    [
      'another fleet manager (WP-09)',
      show(leaf({ uriNames: [`${DOMAIN}/margo/wfm/line-2`] })),
      'ERR_PEER_UNEXPECTED_ID',
    ],
    ['the same id in other case', show(leaf({ uriNames: [`${DOMAIN}/margo/wfm/LINE-1`] })), 'ERR_PEER_UNEXPECTED_ID'],
    [
      'another device of its fleet manager',
      show(leaf({ uriNames: [`${MANAGER}/client/x`] })),
      'ERR_PEER_UNEXPECTED_ID',
    ],
    ['itself', show(leaf({ uriNames: [CLIENT] })), 'ERR_PEER_UNEXPECTED_ID'],
    ['a member outside /margo/', show(leaf({ uriNames: [`${DOMAIN}/ns/wfm/line-1`] })), 'ERR_PEER_UNEXPECTED_ID'],
  ])('and refuses %s', (_, peer, code) => {
    expect(judge(peer)).toBe(code);
  });

  it.each([
    ['intermediate', { notAfter: new Date(NOW.getTime() - 1) }, 'ERR_PEER_EXPIRED'],
    ['intermediate', { notBefore: new Date(NOW.getTime() + 1) }, 'ERR_PEER_NOT_YET_VALID'],
  ])('and refuses an %s outside its validity (SV-18): %o', (_, validity, code) => {
    const chain = [leaf(), { ...root, ...validity }, root];
    expect(judge({ chain, chainVerdict: undefined })).toBe(code);
    expect(judge({ chain: [leaf(), { ...root, ...validity }], chainVerdict: undefined })).toBe(code);
  });

  it('and does not care how an anchor was signed: it is trusted as it stands (SV-17)', () => {
    const anchor = { ...root, signatureFault: 'it is weak' };
    expect(judge({ chain: [leaf(), anchor], chainVerdict: undefined })).toBe(MANAGER);
    const chain = [leaf(), { ...root, signatureFault: 'it is weak' }, root];
    expect(judge({ chain, chainVerdict: undefined })).toBe('ERR_PEER_KEY_REFUSED');
  });

  it('and accepts both ends of the validity', () => {
    expect(judge(show(leaf({ notBefore: NOW, notAfter: NOW })))).toBe(MANAGER);
  });

  it('and refuses when it does not know what time it is', () => {
    expect(judge(show(leaf()), CLIENT, 'fleet-manager', new Date(NaN))).toBe('ERR_PEER_EXPIRED');
  });

  it('in the order of the specification: the first fault names the refusal', () => {
    const worst = leaf({ uriNames: ['spiffe://other.example/x'], isCa: true, notAfter: new Date(0) });
    expect(judge(show(worst, 'SELF_SIGNED_CERT_IN_CHAIN'))).toBe('ERR_PEER_FOREIGN_TRUST_DOMAIN');
    const local = { ...worst, uriNames: [`${DOMAIN}/x`] };
    expect(judge(show(local, 'SELF_SIGNED_CERT_IN_CHAIN'))).toBe('ERR_PEER_UNTRUSTED');
    expect(judge(show(local))).toBe('ERR_PEER_EXPIRED');
    expect(judge(show({ ...local, notAfter: NOW }))).toBe('ERR_PEER_NOT_A_LEAF');
    expect(judge(show({ ...local, notAfter: NOW, isCa: false }))).toBe('ERR_PEER_UNEXPECTED_ID');
  });
});

describe('a fleet manager judges', () => {
  it('and accepts any client in its namespace (WP-10)', () => {
    expect(judge(show(leaf({ uriNames: [CLIENT] })), MANAGER, 'client')).toBe(CLIENT);
  });

  it.each([
    `${DOMAIN}/margo/wfm/line-2/client/press-7`,
    `${DOMAIN}/margo/wfm/line-1`,
    `${DOMAIN}/margo/wfm/line-1/client`,
    `${DOMAIN}/margo/wfm/line-1/client/press-7/x`,
    `${DOMAIN}/margo/wfm/line-10/client/press-7`,
    `${DOMAIN}/workload`,
  ])('and refuses %s, though validly issued (WP-10, WP-11)', (id) => {
    expect(judge(show(leaf({ uriNames: [id] })), MANAGER, 'client')).toBe('ERR_PEER_UNEXPECTED_ID');
  });

  it('and accepts itself when it probes itself', () => {
    expect(judge(show(leaf()), MANAGER, 'fleet-manager')).toBe(MANAGER);
  });
});

describe('refusals', () => {
  it('keep what a stranger wrote to one short line', () => {
    const name = `spiffe://x/\n\u0085${'é'.repeat(5000)}`;
    let message = '';
    try {
      judgePeer(show(leaf({ uriNames: [name] })), { ownId: parseSpiffeId(CLIENT), role: 'fleet-manager', now: NOW });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^[ -~]{1,400}$/);
  });
});

describe('the expiry of a chain', () => {
  it('is that of its first certificate to expire (TLS-18)', () => {
    const early = new Date('2026-06-01T13:00:00Z');
    expect(chainExpiry([leaf(), { ...root, notAfter: early }, root])).toEqual(early);
    expect(chainExpiry([leaf(), root])).toEqual(leaf().notAfter);
  });
});
