import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { MargoError } from '@margo-sdk/spec-model';
import { algorithmFacts, type SignatureAlgorithm } from '../../signatures/algorithms.js';
import type { Signer } from '../../signatures/signer.js';
import { algorithmsOf, keyIdOf, nodeParameters, unsupported } from './signature-key.js';

/** Options of {@link signerFromKey}. */
export interface SignerFromKeyOptions {
  /** Default: the one that fits the key; for RSA `rsa-pss-sha512`. */
  readonly algorithm?: SignatureAlgorithm | undefined;
  /** How the key is called in `keyid`; default: as {@link keyIdOf} has it. */
  readonly keyId?: string | undefined;
}

/**
 * Signs messages with a private key in memory. For a key that never leaves its chip, write a `Signer` of your own.
 *
 * @param privateKey - a key object, or PEM without a passphrase
 * @throws MargoError `ERR_SIGNATURE_KEY_UNSUPPORTED`: not such a key, or not one for the algorithm; the message never
 * shows key material
 *
 * @example
 * ```ts
 * import { generateKeyPairSync } from 'node:crypto';
 * import { signerFromKey } from '@margo-sdk/protocol/node';
 *
 * const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
 * console.log(signerFromKey(privateKey).algorithm); // ecdsa-p384-sha384
 * ```
 */
export const signerFromKey = (privateKey: KeyObject | string, options: SignerFromKeyOptions = {}): Signer => {
  const key = typeof privateKey === 'string' ? readPrivateKey(privateKey) : privateKey;
  if (key.type !== 'private') throw unsupported();
  const fitting = algorithmsOf(key);
  const { algorithm = fitting.find((name) => algorithmFacts(name).signs) } = options;
  if (algorithm === undefined || !fitting.includes(algorithm)) throw unsupported();
  if (!algorithmFacts(algorithm).signs)
    throw new MargoError('ERR_SIGNATURE_KEY_UNSUPPORTED', `Expected an algorithm to sign with, got ${algorithm}.`, {
      hint: 'It is only verified; sign with rsa-pss-sha512.',
    });
  const parameters = nodeParameters(key, algorithm);
  return {
    algorithm,
    keyId: options.keyId ?? keyIdOf(createPublicKey(key)),
    sign: (bytes) => sign(parameters.hash, bytes, parameters.key),
  };
};

const readPrivateKey = (pem: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch {
    throw unsupported();
  }
};
