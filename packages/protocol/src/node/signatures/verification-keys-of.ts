import type { X509Certificate } from 'node:crypto';
import { createPublicKey, KeyObject, verify } from 'node:crypto';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '../../signatures/algorithms.js';
import type { VerificationKey } from '../../signatures/signer.js';
import { algorithmsOf, keyIdOf, nodeParameters, unsupported } from './signature-key.js';

/** Options of {@link verificationKeysOf}. */
export interface VerificationKeysOptions {
  /** Which algorithms keys are wanted for; default: all. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined;
}

/**
 * Verifies messages with the public key of a certificate. RSA keys are good for several algorithms, and the older
 * profiles do not say which one was used, so there is one for each.
 *
 * Nothing is judged but the key: whether a certificate is valid, and whose it is, has to be known before.
 *
 * @param key - a certificate, a public key, or either as PEM; keep what comes back, as reading takes as long as verifying
 * @returns one for each algorithm; none where the key is good for none of those that are wanted
 * @throws MargoError `ERR_SIGNATURE_KEY_UNSUPPORTED`: not such a key, or RSA below 2048 bits
 *
 * @example
 * ```ts
 * import { generateKeyPairSync } from 'node:crypto';
 * import { verificationKeysOf } from '@margo-sdk/protocol/node';
 *
 * const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
 * console.log(verificationKeysOf(publicKey).map(({ algorithm }) => algorithm));
 * // [ 'rsa-pss-sha512', 'rsa-pss-sha256', 'rsa-v1_5-sha256' ]
 * ```
 */
export const verificationKeysOf = (
  key: KeyObject | X509Certificate | string,
  { algorithms = ALL }: VerificationKeysOptions = {},
): readonly VerificationKey[] => {
  const publicKey = readPublicKey(key);
  const fitting = algorithmsOf(publicKey).filter((algorithm) => algorithms.includes(algorithm));
  const keyId = keyIdOf(publicKey);
  return fitting.map((algorithm) => {
    const parameters = nodeParameters(publicKey, algorithm);
    return {
      algorithm,
      keyId,
      verify: (bytes, signature) => verify(parameters.hash, bytes, parameters.key, signature),
    };
  });
};

const ALL = Object.keys(SIGNATURE_ALGORITHMS) as SignatureAlgorithm[];

const readPublicKey = (key: KeyObject | X509Certificate | string): KeyObject => {
  if (key instanceof KeyObject) {
    if (key.type !== 'public') throw unsupported();
    return key;
  }
  // A private key as PEM would do as well, and has no business here.
  if (typeof key === 'string' && !/-----BEGIN (PUBLIC KEY|CERTIFICATE)-----/.test(key)) throw unsupported();
  try {
    return typeof key === 'string' ? createPublicKey(key) : key.publicKey;
  } catch {
    throw unsupported();
  }
};
