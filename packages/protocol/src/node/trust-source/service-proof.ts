import { MargoError } from '@margo-sdk/spec-model';
import { readServerProof, type KnownServer } from '../server-tls/known-server.js';

/**
 * What an identity service is known by before there is a trust bundle; at least one of the two (TLS-07). It comes with
 * the device or its provisioning, never from the network (TLS-10, TLS-11).
 */
export interface ServiceProof {
  /**
   * PEM texts of certification authorities; a text may hold several. A server passes when its certificate leads to one of
   * them and carries the host of the address (TLS-15).
   */
  readonly anchors?: readonly string[];
  /**
   * Base64 of the SHA-256 of a public key (`SubjectPublicKeyInfo` in DER). A server passes when its certificate, or one
   * that vouches for it and that it sends along, has such a key (M-50). The host of the address still has to be in the
   * certificate, unless it is an IP address.
   */
  readonly pins?: readonly string[];
}

/**
 * Checks what a service is to be known by. Nothing at all would mean to trust whomever one meets (TLS-11).
 *
 * @throws MargoError `ERR_TRUST_SOURCE_INVALID`
 */
export const readServiceProof = (proof: ServiceProof): KnownServer => readServerProof(proof, invalid);

const invalid = (what: string, cause?: unknown): MargoError =>
  new MargoError('ERR_TRUST_SOURCE_INVALID', `The identity service could not be recognised: ${what}.`, {
    cause,
    hint: 'Give the PEM of the authority behind the identity service, or pins of its keys, in `authenticate`.',
  });
