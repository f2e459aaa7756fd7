import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/** Why a peer was refused: it failed in the handshake already, or in the check of {@link judgePeer} that the code names. */
export type PeerRefusal =
  | 'ERR_PEER_HANDSHAKE_FAILED'
  | 'ERR_PEER_NO_CERTIFICATE'
  | 'ERR_PEER_ID_INVALID'
  | 'ERR_PEER_FOREIGN_TRUST_DOMAIN'
  | 'ERR_PEER_UNTRUSTED'
  | 'ERR_PEER_EXPIRED'
  | 'ERR_PEER_NOT_YET_VALID'
  | 'ERR_PEER_KEY_REFUSED'
  | 'ERR_PEER_NOT_A_LEAF'
  | 'ERR_PEER_UNEXPECTED_ID';

const HINTS: Readonly<Record<PeerRefusal, string>> = {
  ERR_PEER_HANDSHAKE_FAILED:
    'Have the other side speak TLS 1.3 with HTTP/1.1 in it (ALPN), without delay, and trust the current bundle.',
  ERR_PEER_NO_CERTIFICATE: 'Give the other side its X.509-SVID and private key.',
  ERR_PEER_ID_INVALID: 'Have its certificate issued with exactly one URI name, its SPIFFE id.',
  ERR_PEER_FOREIGN_TRUST_DOMAIN: 'Check that the address is right: trust domains are not federated.',
  ERR_PEER_UNTRUSTED: 'Check that the trust bundle is current and that the other side sends its intermediates.',
  ERR_PEER_EXPIRED: 'Renew the certificate, and check the clocks of both sides.',
  ERR_PEER_NOT_YET_VALID: 'Check the clocks of both sides.',
  ERR_PEER_KEY_REFUSED: 'Have a certificate issued for a key on P-256, signed over SHA-256.',
  ERR_PEER_NOT_A_LEAF: 'Have a leaf certificate issued: no CA, with key usage digitalSignature only.',
  ERR_PEER_UNEXPECTED_ID: 'Check the address, and which fleet manager the device was provisioned for.',
};

/**
 * The other end of a connection is not who it must be; nothing was sent to it and nothing it sent was looked at.
 * Trying again does not help before a person, or a renewal, has changed something.
 */
export class PeerRefusedError extends MargoError {
  override name = 'PeerRefusedError';
  declare readonly code: PeerRefusal;
  readonly retryable = false;

  constructor(code: PeerRefusal, message: string, options: Pick<MargoErrorOptions, 'cause'> = {}) {
    super(code, message, { ...options, hint: HINTS[code] });
  }
}
