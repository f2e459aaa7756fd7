import { X509Certificate } from 'node:crypto';
import { MargoError } from '@margo-sdk/spec-model';

/**
 * Gives the SHA-256 of a certificate, as `node:crypto` and `openssl x509 -fingerprint -sha256` write it: `AB:CD:…`.
 *
 * @param pem - of a chain the first one counts
 * @throws MargoError `ERR_CERTIFICATE_INVALID`
 */
export const fingerprintOf = (pem: string): string => {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch (cause) {
    throw new MargoError('ERR_CERTIFICATE_INVALID', 'Expected a certificate in PEM, got something else.', {
      cause,
      hint: 'Give the text that begins with -----BEGIN CERTIFICATE-----.',
    });
  }
};
