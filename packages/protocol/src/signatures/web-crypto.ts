import { MargoError } from '@margo-sdk/spec-model';
import { algorithmFacts, MIN_RSA_BITS, SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from './algorithms.js';
import type { Signer, VerificationKey } from './signer.js';

/** A key of the Web Cryptography API. */
export type WebCryptoKey = Parameters<typeof crypto.subtle.sign>[1];

/** How the key is called, for {@link webCryptoSigner} and {@link webCryptoVerificationKey}. */
export interface WebCryptoKeyOptions {
  /** Goes into `keyid`; left out unless given. */
  readonly keyId?: string | undefined;
}

/**
 * Signs with a key of the Web Cryptography API, which may be one that cannot be read. Its algorithm is the one that the
 * key was made for.
 *
 * @param key - a private key with the usage `sign`
 * @throws MargoError `ERR_SIGNATURE_KEY_UNSUPPORTED`: not such a key, for no algorithm of ours, or RSA below 2048 bits
 *
 * @example
 * ```ts
 * import { webCryptoSigner } from '@margo-sdk/protocol/signatures';
 *
 * const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
 * console.log(webCryptoSigner(privateKey, { keyId: 'line-1' }).algorithm); // ecdsa-p256-sha256
 * ```
 */
export const webCryptoSigner = (key: WebCryptoKey, { keyId }: WebCryptoKeyOptions = {}): Signer => {
  const algorithm = algorithmOf(key, 'private', 'sign');
  const parameters = parametersOf(algorithm);
  return { algorithm, keyId, sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(parameters, key, bytes)) };
};

/**
 * Verifies with a key of the Web Cryptography API. Its algorithm is the one that the key was made for.
 *
 * @param key - a public key with the usage `verify`
 * @throws MargoError `ERR_SIGNATURE_KEY_UNSUPPORTED`: not such a key, for no algorithm of ours, or RSA below 2048 bits
 *
 * @example
 * ```ts
 * import { webCryptoVerificationKey } from '@margo-sdk/protocol/signatures';
 *
 * const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign', 'verify']);
 * console.log(webCryptoVerificationKey(publicKey).algorithm); // ecdsa-p384-sha384
 * ```
 */
export const webCryptoVerificationKey = (key: WebCryptoKey, { keyId }: WebCryptoKeyOptions = {}): VerificationKey => {
  const algorithm = algorithmOf(key, 'public', 'verify');
  const parameters = parametersOf(algorithm);
  return {
    algorithm,
    keyId,
    verify: async (bytes, signature) => crypto.subtle.verify(parameters, key, signature, bytes),
  };
};

const parametersOf = (algorithm: SignatureAlgorithm) => {
  const { scheme: name, hash, saltBytes } = algorithmFacts(algorithm);
  return { name, ...(hash && { hash }), ...(saltBytes && { saltLength: saltBytes }) };
};

/** What is known about a key differs from scheme to scheme. */
interface KeyFacts {
  readonly name: string;
  readonly namedCurve?: string;
  readonly modulusLength?: number;
  readonly hash?: { readonly name: string };
}

const algorithmOf = (key: WebCryptoKey, type: string, usage: 'sign' | 'verify'): SignatureAlgorithm => {
  const { name, namedCurve, modulusLength, hash } = key.algorithm as KeyFacts;
  const names = Object.keys(SIGNATURE_ALGORITHMS) as SignatureAlgorithm[];
  const algorithm = names.find((candidate) => {
    const facts = algorithmFacts(candidate);
    if (facts.scheme !== name || (usage === 'sign' && !facts.signs)) return false;
    return facts.key === 'RSA' ? facts.hash === hash?.name : facts.key === (namedCurve ?? name);
  });
  const isFit = key.type === type && key.usages.includes(usage) && (modulusLength ?? MIN_RSA_BITS) >= MIN_RSA_BITS;
  if (algorithm !== undefined && isFit) return algorithm;
  throw new MargoError('ERR_SIGNATURE_KEY_UNSUPPORTED', `Expected a ${type} key to ${usage} with, got another one.`, {
    hint: 'Give one for ECDSA on P-256 or P-384, for Ed25519, or for RSA with at least 2048 bits.',
  });
};
