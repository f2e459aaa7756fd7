import { ClientRefusedError } from './client-refused-error.js';

/** No certificate of a device is longer; one on RSA 4096 has about 2 kB. */
const MAX_LENGTH = 32 * 1024;

const BEGIN = '-----BEGIN CERTIFICATE-----';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Finds the certificate in what devices of several makers send: PEM as it is, base64 of PEM as the reference client has
 * it, or base64 of DER. Says nothing about whether it can be read.
 *
 * @param given - text, or bytes of a file with PEM or DER in it
 * @returns one certificate in PEM or DER, for the reader of the crypto library
 * @throws ClientRefusedError `ERR_CLIENT_CERTIFICATE_INVALID`: too long, or none of these
 */
export const findCertificate = (given: string | Uint8Array): string | Uint8Array => {
  if (given.length > MAX_LENGTH) throw fault(`it is longer than ${MAX_LENGTH} characters`);
  const found = typeof given === 'string' ? readText(given) : readBytes(given);
  if (found === undefined) throw fault('it is neither PEM nor base64 of PEM or DER');
  return found;
};

/** Why something is no certificate that a client can have. */
export const fault = (what: string, cause?: unknown): ClientRefusedError =>
  new ClientRefusedError('ERR_CLIENT_CERTIFICATE_INVALID', `The certificate cannot be used: ${what}.`, {
    ...(cause !== undefined && { cause }),
    hint: 'Give one X.509 certificate as base64 of its PEM text, for a key on P-256, P-384 or Ed25519, or RSA of 2048 bits.',
  });

const readText = (text: string): string | Uint8Array | undefined => {
  const pem = text.indexOf(BEGIN);
  if (pem >= 0) return text.slice(pem);
  const base64 = text.replace(/\s+/g, '');
  return BASE64.test(base64) ? readBytes(Buffer.from(base64, 'base64')) : undefined;
};

/** A certificate in DER is a SEQUENCE that is longer than 127 bytes; no PEM text begins like that. */
const readBytes = (bytes: Uint8Array): string | Uint8Array | undefined => {
  if (bytes[0] === 0x30 && (bytes[1] ?? 0) > 0x80) return bytes;
  const text = Buffer.from(bytes).toString('latin1');
  const pem = text.indexOf(BEGIN);
  return pem < 0 ? undefined : text.slice(pem);
};
