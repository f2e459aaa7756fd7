import { X509Certificate, createHash } from 'node:crypto';
import { readCertificate } from '@margo-sdk/protocol';
import { keyIdOf, verificationKeysOf } from '@margo-sdk/protocol/node';
import type { SignatureAlgorithm, VerificationKey } from '@margo-sdk/protocol/signatures';
import { fault, findCertificate } from './certificate-text.js';
import { ClientRefusedError } from './client-refused-error.js';

/** What a certificate says, for whoever decides about it; nothing of it is proved but that the device has the key. */
export interface ClientCertificate {
  /** PEM text, for `new X509Certificate` and for people. */
  readonly pem: string;
  /** SHA-256 of the certificate in DER, in lower-case hexadecimal. */
  readonly fingerprint: string;
  /** SHA-256 of its public key (`SubjectPublicKeyInfo`), in lower-case hexadecimal. */
  readonly keyId: string;
  /** Who it is for, one name a line, as the crypto library writes it. Chosen by the sender: clean it before you show it. */
  readonly subject: string;
  /** Who has signed it, written in the same way; the same as the subject where it was signed with its own key. */
  readonly issuer: string;
  /** In hexadecimal. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/**
 * Reads the certificate of a client, in whichever of the usual ways it is written (LG-04).
 *
 * @param given - PEM, base64 of PEM, or base64 of DER
 * @throws ClientRefusedError `ERR_CLIENT_CERTIFICATE_INVALID`
 */
export const readClientCertificate = (given: string | Uint8Array): ClientCertificate => {
  const found = findCertificate(given);
  try {
    const x509 = new X509Certificate(found);
    const { notBefore, notAfter } = readCertificate(new Uint8Array(x509.raw));
    return {
      pem: x509.toString(),
      fingerprint: createHash('sha256').update(x509.raw).digest('hex'),
      keyId: keyIdOf(x509.publicKey),
      subject: x509.subject,
      issuer: x509.issuer,
      serialNumber: x509.serialNumber,
      notBefore,
      notAfter,
    };
  } catch (cause) {
    throw fault('it is no readable X.509 certificate', cause);
  }
};

/**
 * Refuses a certificate outside its validity (LG-04).
 *
 * @param nowMs - milliseconds since 1970
 * @param skewMs - how far the clock of whoever has issued it may be ahead of ours
 * @throws ClientRefusedError `ERR_CLIENT_CERTIFICATE_EXPIRED`, `ERR_CLIENT_CERTIFICATE_INVALID`: not valid yet
 */
export const refuseOutsideValidity = (
  { notBefore, notAfter }: Pick<ClientCertificate, 'notBefore' | 'notAfter'>,
  nowMs: number,
  skewMs: number,
): void => {
  // Asked the long way round, so that a clock without a time refuses as well.
  if (!(nowMs - skewMs <= notAfter.getTime()))
    throw new ClientRefusedError(
      'ERR_CLIENT_CERTIFICATE_EXPIRED',
      `The certificate of the client has expired at ${notAfter.toISOString()}.`,
      { hint: 'Have a new one issued, and let the fleet manager replace the old one with it.' },
    );
  if (!(nowMs + skewMs >= notBefore.getTime())) throw fault(`it is valid from ${notBefore.toISOString()} only`);
};

/** A certificate with what verifies the signatures of its holder. */
export interface UsableCertificate extends ClientCertificate {
  /** Several, where the key can be used in several ways. */
  readonly keys: readonly VerificationKey[];
}

/** Certificates that were in use lately: importing a key costs more than verifying with it. */
const REMEMBERED = 10_000;

/**
 * Makes what reads certificates that were admitted before, and remembers them.
 *
 * @param algorithms - those that their keys may be used with
 * @throws ClientRefusedError `ERR_CLIENT_CERTIFICATE_INVALID`: when it is called
 */
export const createCertificateReader = (
  algorithms: readonly SignatureAlgorithm[],
): ((pem: string) => UsableCertificate) => {
  const known = new Map<string, UsableCertificate>();
  return (pem) => {
    const certificate = known.get(pem) ?? readUsable(pem, algorithms);
    known.delete(pem);
    known.set(pem, certificate);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return certificate;
  };
};

const readUsable = (pem: string, algorithms: readonly SignatureAlgorithm[]): UsableCertificate => {
  const certificate = readClientCertificate(pem);
  const keys = readKeys(pem, algorithms);
  if (keys.length === 0) throw fault('its key is of a kind that signatures are not accepted from');
  return { ...certificate, keys };
};

const readKeys = (pem: string, algorithms: readonly SignatureAlgorithm[]): readonly VerificationKey[] => {
  try {
    return verificationKeysOf(new X509Certificate(pem), { algorithms });
  } catch (cause) {
    throw fault('its key is too short, or of a kind that signatures are not accepted from', cause);
  }
};
