import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { readCertificate, type CertificateFacts } from '../identity/certificate.js';
import { PeerRefusedError } from '../identity/peer-refused-error.js';
import { chainExpiry, judgePeer, type PeerExpectation } from '../identity/peer.js';
import type { SpiffeId } from '../identity/spiffe-id.js';

/** A peer that passed. */
export interface JudgedPeer {
  readonly id: SpiffeId;
  /** What it showed and OpenSSL verified, up to an anchor. */
  readonly chain: readonly PresentedCertificate[];
  /** Milliseconds since 1970 at which the first certificate of its chain expires. */
  readonly expiresAtMs: number;
}

/** A certificate of a verified chain. */
export interface PresentedCertificate extends CertificateFacts {
  /** SHA-256 of the whole, as `node:tls` writes it. */
  readonly fingerprint: string;
}

/** OpenSSL builds chains of up to 100 certificates; no plant needs more than a handful. */
const MAX_CHAIN_LENGTH = 10;

/**
 * Judges the other end of a socket whose handshake is complete. Both ends let OpenSSL finish a handshake that it has
 * objections to (`rejectUnauthorized: false`), because its objections come without the reasons that an operator needs,
 * and because it knows nothing of SPIFFE. Nothing is lost by that: its verdict is part of what is judged here, and no
 * socket reaches HTTP on either end without having passed through this function.
 *
 * @throws PeerRefusedError
 */
export const judgeSocket = (socket: TLSSocket, expectation: PeerExpectation): JudgedPeer => {
  const chain = readChain(socket);
  const chainVerdict = socket.authorized ? undefined : String(socket.authorizationError ?? 'NOT_AUTHORIZED');
  return { id: judgePeer({ chain, chainVerdict }, expectation), chain, expiresAtMs: chainExpiry(chain).getTime() };
};

/**
 * Judges a peer again that passed before, after the own identity or the bundle has changed (TLS-17, TLS-18). No
 * handshake repeats what OpenSSL found out, so this is stricter than it: one of the certificates in the chain has to be
 * an anchor now, as it stands. Whoever has another way to a new anchor shows it on a new connection.
 *
 * @throws PeerRefusedError
 */
export const judgeAgain = (
  { chain }: JudgedPeer,
  anchors: ReadonlySet<string>,
  expectation: PeerExpectation,
): JudgedPeer => {
  const isAnchored = chain.some(({ fingerprint }) => anchors.has(fingerprint));
  const chainVerdict = isAnchored ? undefined : 'ANCHOR_REMOVED';
  const id = judgePeer({ chain, chainVerdict }, expectation);
  return { id, chain, expiresAtMs: chainExpiry(chain).getTime() };
};

/** The peer's certificate first; what OpenSSL found between it and an anchor, the anchor included, after it. */
const readChain = (socket: TLSSocket): PresentedCertificate[] => {
  const chain: PresentedCertificate[] = [];
  // Typed as always there, yet an empty object when the peer showed nothing, and null on a socket that is gone.
  let next: Partial<DetailedPeerCertificate> | null | undefined = socket.getPeerCertificate(true);
  while (next?.raw !== undefined) {
    if (chain.length === MAX_CHAIN_LENGTH)
      throw new PeerRefusedError(
        'ERR_PEER_UNTRUSTED',
        `The peer's chain has more than ${MAX_CHAIN_LENGTH} certificates.`,
      );
    chain.push({ ...readPresented(next.raw), fingerprint: next.fingerprint256 ?? '' });
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
};

const readPresented = (der: Uint8Array): CertificateFacts => {
  try {
    return readCertificate(der);
  } catch (cause) {
    throw new PeerRefusedError('ERR_PEER_UNTRUSTED', 'A certificate in the chain of the peer is not readable.', {
      cause,
    });
  }
};
