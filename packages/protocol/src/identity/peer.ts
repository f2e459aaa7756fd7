import type { CertificateFacts } from './certificate.js';
import { PeerRefusedError } from './peer-refused-error.js';
import { hasPath, margoIdentityOf, parseSpiffeId, trustDomainOf, type MargoRole, type SpiffeId } from './spiffe-id.js';

/** What the other end of a connection showed, and what the TLS library found out about it. */
export interface PresentedPeer {
  /** The peer's certificate and those that lead from it to an anchor; empty when it showed none. */
  readonly chain: readonly CertificateFacts[];
  /**
   * What the TLS library has against the chain, as its error code, and `undefined` only when it built a valid chain to
   * an anchor of the current bundle. There is no default on purpose: whoever calls must have asked (SV-17).
   */
  readonly chainVerdict: string | undefined;
}

/** From whose point of view a peer is judged. */
export interface PeerExpectation {
  /** The own id, from the own certificate. Trust domain and fleet manager are taken from it, never from configuration. */
  readonly ownId: SpiffeId;
  /** `fleet-manager`: exactly the one that the own id belongs to (WP-14). `client`: any in its namespace (WP-10). */
  readonly role: MargoRole;
  readonly now: Date;
}

/** Codes by which OpenSSL says that time is what is wrong. */
const TIME_VERDICTS: Readonly<Record<string, 'ERR_PEER_EXPIRED' | 'ERR_PEER_NOT_YET_VALID'>> = {
  CERT_HAS_EXPIRED: 'ERR_PEER_EXPIRED',
  CERT_NOT_YET_VALID: 'ERR_PEER_NOT_YET_VALID',
};

/**
 * Decides whether the other end of a connection is who it must be. Names, above all DNS names, play no part (SV-16).
 * A function of its arguments only; whoever calls it must end the connection when it throws.
 *
 * @returns the peer's SPIFFE id
 * @throws PeerRefusedError with a code of its own for each check, in this order: certificate, id, trust domain, chain,
 * validity, keys, leaf, role
 *
 * @example
 * ```ts
 * import { judgePeer, parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const peer = {
 *   uriNames: ['spiffe://factory.example/margo/wfm/line-1'],
 *   isCa: false,
 *   keyUsage: ['digitalSignature' as const],
 *   notBefore: new Date('2026-01-01'),
 *   notAfter: new Date('2027-01-01'),
 *   keyFault: undefined,
 *   signatureFault: undefined,
 * };
 * const ownId = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
 * const presented = { chain: [peer], chainVerdict: undefined };
 * console.log(judgePeer(presented, { ownId, role: 'fleet-manager', now: new Date('2026-06-01') }));
 * ```
 */
export const judgePeer = ({ chain, chainVerdict }: PresentedPeer, { ownId, role, now }: PeerExpectation): SpiffeId => {
  const [leaf] = chain;
  if (leaf === undefined) throw new PeerRefusedError('ERR_PEER_NO_CERTIFICATE', 'The peer showed no certificate.');
  const id = readId(leaf);
  refuseForeignDomain(id, ownId);
  refuseUntrusted(id, leaf, chainVerdict);
  for (const certificate of chain) refuseOutsideValidity(id, certificate, now);
  refuseWeakKeys(id, chain);
  refuseUnlessLeaf(id, leaf);
  refuseOtherRole(id, ownId, role);
  return id;
};

/**
 * The moment at which the first certificate of a chain expires; a connection must not outlive it (TLS-18).
 *
 * @param chain - a chain that was judged, so not empty
 */
export const chainExpiry = (chain: readonly CertificateFacts[]): Date =>
  new Date(Math.min(...chain.map(({ notAfter }) => notAfter.getTime())));

const readId = ({ uriNames }: CertificateFacts): SpiffeId => {
  const [name] = uriNames;
  if (name === undefined || uriNames.length > 1)
    throw new PeerRefusedError(
      'ERR_PEER_ID_INVALID',
      `Expected a certificate with exactly one URI name, got one with ${uriNames.length}.`,
    );
  try {
    return parseSpiffeId(name);
  } catch (cause) {
    throw new PeerRefusedError('ERR_PEER_ID_INVALID', `The peer's URI name is no SPIFFE id: ${quote(name)}.`, {
      cause,
    });
  }
};

const refuseForeignDomain = (id: SpiffeId, ownId: SpiffeId): void => {
  const [own, other] = [trustDomainOf(ownId), trustDomainOf(id)];
  if (own !== other)
    throw new PeerRefusedError(
      'ERR_PEER_FOREIGN_TRUST_DOMAIN',
      `Expected a member of trust domain ${quote(own)}, got one of ${quote(other)}.`,
    );
};

const refuseUntrusted = (id: SpiffeId, leaf: CertificateFacts, verdict: string | undefined): void => {
  if (verdict === undefined) return;
  const timeFault = TIME_VERDICTS[verdict];
  if (timeFault !== undefined)
    throw new PeerRefusedError(
      timeFault,
      `A certificate in the chain of ${quote(id)} is outside its validity: ${verdict}.`,
    );
  // OpenSSL calls a CA certificate that is shown as a leaf a wrong purpose; the leaf rules say it better.
  if (verdict === 'INVALID_PURPOSE') refuseUnlessLeaf(id, leaf);
  throw new PeerRefusedError(
    'ERR_PEER_UNTRUSTED',
    `The certificate of ${quote(id)} does not lead to an anchor of the trust bundle: ${verdict}.`,
  );
};

/** Every certificate counts, issuers and anchors too: a chain is no stronger than its shortest-lived part (SV-18). */
const refuseOutsideValidity = (id: SpiffeId, { notBefore, notAfter }: CertificateFacts, now: Date): void => {
  // Asked the long way round so that a clock without a time (an invalid Date) refuses as well.
  if (!(now <= notAfter))
    throw new PeerRefusedError(
      'ERR_PEER_EXPIRED',
      `A certificate in the chain of ${quote(id)} expired at ${notAfter.toISOString()}; it is ${timeOf(now)}.`,
    );
  if (!(now >= notBefore))
    throw new PeerRefusedError(
      'ERR_PEER_NOT_YET_VALID',
      `A certificate in the chain of ${quote(id)} is valid from ${notBefore.toISOString()}; it is ${timeOf(now)}.`,
    );
};

/** Whoever could make up the key of a certificate in the chain could be anybody (SV-04 to SV-06, SV-12). */
const refuseWeakKeys = (id: SpiffeId, chain: readonly CertificateFacts[]): void => {
  for (const [at, certificate] of chain.entries()) {
    const fault = chainFault(certificate, at === chain.length - 1);
    if (fault !== undefined)
      throw new PeerRefusedError(
        'ERR_PEER_KEY_REFUSED',
        `A certificate in the chain of ${quote(id)} cannot be relied on: ${fault}.`,
      );
  }
};

/** What is wrong with the cryptography of a certificate; who signed an anchor does not matter. */
const chainFault = ({ keyFault, signatureFault }: CertificateFacts, isAnchor: boolean): string | undefined =>
  keyFault ?? (isAnchor ? undefined : signatureFault);

const refuseUnlessLeaf = (id: SpiffeId, leaf: CertificateFacts): void => {
  const fault = leafFault(id, leaf);
  if (fault !== undefined)
    throw new PeerRefusedError('ERR_PEER_NOT_A_LEAF', `The certificate of ${quote(id)} may not be shown: ${fault}.`);
};

/** What keeps a certificate from being an X.509-SVID that its holder may show (SV-20, M-47). */
export const leafFault = (id: SpiffeId, { isCa, keyUsage }: CertificateFacts): string | undefined => {
  if (isCa) return 'it belongs to a certification authority';
  if (keyUsage?.includes('keyCertSign') || keyUsage?.includes('cRLSign'))
    return 'its key may sign certificates or CRLs';
  if (!keyUsage?.includes('digitalSignature')) return 'key usage digitalSignature is not set';
  if (!hasPath(id)) return 'its id names the trust domain itself';
  return undefined;
};

const refuseOtherRole = (id: SpiffeId, ownId: SpiffeId, role: MargoRole): void => {
  const [own, other] = [margoIdentityOf(ownId), margoIdentityOf(id)];
  if (own === undefined || other?.role !== role || other.wfmId !== own.wfmId)
    throw new PeerRefusedError(
      'ERR_PEER_UNEXPECTED_ID',
      `Expected ${role === 'client' ? 'a client of the fleet manager' : 'the fleet manager'} ${quote(own?.wfmId ?? '?')}, got ${quote(id)}.`,
    );
};

/** What a stranger wrote goes into logs: one line, and not a long one. */
const quote = (text: string): string => `"${text.slice(0, 200).replace(/[^ -~]/g, '?')}"`;

/** An invalid Date would throw here and hide the refusal. */
const timeOf = (time: Date): string => (Number.isNaN(time.getTime()) ? 'an unknown time' : time.toISOString());
