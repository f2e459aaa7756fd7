import { X509Certificate } from 'node:crypto';
import { MargoError } from '@margo-sdk/spec-model';
import { trustedPem } from '../anchors.js';

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

/** A proof made ready for connections. */
export interface KnownService {
  /** PEM for `ca`. */
  readonly anchors: readonly string[];
  /** Base64, 44 characters each. */
  readonly pins: ReadonlySet<string>;
}

const PIN = /^[A-Za-z0-9+/]{43}=$/;
const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Checks what a service is to be known by. Nothing at all would mean to trust whomever one meets (TLS-11).
 *
 * @throws MargoError `ERR_TRUST_SOURCE_INVALID`
 */
export const readServiceProof = ({ anchors = [], pins = [] }: ServiceProof): KnownService => {
  const known = { anchors: anchors.flatMap(readAnchors), pins: new Set(pins) };
  if (known.anchors.length + known.pins.size === 0) throw invalid('there are neither anchors nor pins');
  const wrong = pins.findIndex((pin) => !PIN.test(pin));
  if (wrong >= 0) throw invalid(`pin number ${wrong + 1} is not the base64 of a SHA-256`);
  return known;
};

const readAnchors = (text: string, at: number): string[] => {
  const found = text.match(CERTIFICATES) ?? [];
  if (found.length === 0) throw invalid(`anchor number ${at + 1} holds no certificate in PEM`);
  return found.map((pem) => {
    try {
      return trustedPem(new X509Certificate(pem));
    } catch (cause) {
      throw invalid(`anchor number ${at + 1} is not readable`, cause);
    }
  });
};

const invalid = (what: string, cause?: unknown): MargoError =>
  new MargoError('ERR_TRUST_SOURCE_INVALID', `The identity service could not be recognised: ${what}.`, {
    cause,
    hint: 'Give the PEM of the authority behind the identity service, or pins of its keys, in `authenticate`.',
  });
