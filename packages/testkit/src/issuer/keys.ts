import { KeyObject, webcrypto } from 'node:crypto';

/** The algorithm of every key that is made here (SV-10). */
export const SIGNATURE = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export const createKeys = async (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(SIGNATURE, true, ['sign', 'verify']);

/** PEM, PKCS #8, not encrypted. */
export const pemOf = (privateKey: webcrypto.CryptoKey): string =>
  KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();

/** As it stands in a trust bundle. */
export const publicJwk = (key: webcrypto.CryptoKey): { kty: string; crv: string; x: string; y: string } => {
  const { kty = '', crv = '', x = '', y = '' } = KeyObject.from(key).export({ format: 'jwk' });
  return { kty, crv, x, y };
};
