import { MargoError } from '@margo-sdk/spec-model';
import { readCertificate } from '../identity/index.js';

const BEGIN = '-----BEGIN CERTIFICATE-----';

/** Base64 has no minus sign, so one ends a block; that keeps the search linear. */
const BLOCK = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g;

/**
 * Writes a certificate as devices send it when they ask to be let in: base64 of its PEM text, as the reference client
 * does. Only the certificate gets into it, whatever else stands in the text, above all no key.
 *
 * @param text - PEM; of a chain the first certificate counts, which is the one of whoever holds it
 * @throws MargoError `ERR_CERTIFICATE_INVALID`: there is no certificate in it that can be read
 */
export const writeCertificate = (text: string): string => {
  const [first] = text.includes(BEGIN) ? (found(text) ?? []) : [];
  if (first !== undefined) return btoa(first);
  throw new MargoError('ERR_CERTIFICATE_INVALID', 'Expected a certificate in PEM, got something else.', {
    hint: `Give the text that begins with ${BEGIN}.`,
  });
};

/**
 * Reads certificates as several makers write them: base64 of PEM as the reference code has it, base64 of DER, or PEM as
 * it is.
 *
 * @returns the certificates in PEM; undefined where there is none, or one that cannot be read
 */
export const readCertificates = (text: string): string | undefined => found(text)?.join('');

const found = (text: string): string[] | undefined => {
  try {
    const written = text.includes(BEGIN) ? text : atob(text);
    const certificates = written.includes(BEGIN)
      ? Array.from(written.matchAll(BLOCK), ([, base64 = '']) => bytesOf(atob(base64)))
      : [bytesOf(written)];
    for (const certificate of certificates) readCertificate(certificate);
    return certificates.length === 0 ? undefined : certificates.map(pemOf);
  } catch {
    return undefined;
  }
};

const bytesOf = (binary: string): Uint8Array => Uint8Array.from(binary, (character) => character.charCodeAt(0));

const pemOf = (der: Uint8Array): string => {
  const base64 = btoa(Array.from(der, (byte) => String.fromCharCode(byte)).join(''));
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [BEGIN, ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};
