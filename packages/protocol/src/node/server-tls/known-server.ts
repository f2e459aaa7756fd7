import { X509Certificate } from 'node:crypto';
import type { MargoError } from '@margo-sdk/spec-model';
import { trustedPem } from '../anchors.js';

/** What a server is to be known by; at least one of the two. */
export interface ServerProof {
  /** PEM texts of certification authorities; a text may hold several. */
  readonly anchors?: readonly string[] | undefined;
  /** Base64 of the SHA-256 of public keys (`SubjectPublicKeyInfo` in DER). */
  readonly pins?: readonly string[] | undefined;
}

/** A proof made ready for connections. */
export interface KnownServer {
  /** PEM for `ca`. */
  readonly anchors: readonly string[];
  /** Base64, 44 characters each. */
  readonly pins: ReadonlySet<string>;
}

const PIN = /^[A-Za-z0-9+/]{43}=$/;
const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Checks what a server is to be known by. Nothing at all would mean to trust whomever one meets (TLS-11).
 *
 * @param invalid - makes the error that is thrown
 */
export const readServerProof = (
  { anchors = [], pins = [] }: ServerProof,
  invalid: (what: string, cause?: unknown) => MargoError,
): KnownServer => {
  const known = { anchors: anchors.flatMap((text, at) => readAnchors(text, at, invalid)), pins: new Set(pins) };
  if (known.anchors.length + known.pins.size === 0) throw invalid('there are neither anchors nor pins');
  const wrong = pins.findIndex((pin) => !PIN.test(pin));
  if (wrong >= 0) throw invalid(`pin number ${wrong + 1} is not the base64 of a SHA-256`);
  return known;
};

const readAnchors = (text: string, at: number, invalid: (what: string, cause?: unknown) => MargoError): string[] => {
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
