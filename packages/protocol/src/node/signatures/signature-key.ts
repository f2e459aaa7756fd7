import { MargoError } from '@margo-sdk/spec-model';
import { constants, createHash, type KeyObject, type SignKeyObjectInput } from 'node:crypto';
import {
  algorithmFacts,
  algorithmsFor,
  MIN_RSA_BITS,
  type AlgorithmFacts,
  type SignatureAlgorithm,
} from '../../signatures/algorithms.js';

const CURVES: Readonly<Record<string, AlgorithmFacts['key']>> = { prime256v1: 'P-256', secp384r1: 'P-384' };
const HASHES = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const;

/**
 * Gives the name that the reference client calls its key by in `keyid`: the SHA-256 of the public key.
 *
 * @param publicKey - the key; for a private one, the public one that belongs to it is `createPublicKey(privateKey)`
 * @returns 64 hex digits in lower case
 *
 * @example
 * ```ts
 * import { generateKeyPairSync } from 'node:crypto';
 * import { keyIdOf } from '@margo-sdk/protocol/node';
 *
 * console.log(keyIdOf(generateKeyPairSync('ed25519').publicKey).length); // 64
 * ```
 */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/**
 * The algorithms that a key is good for, the first of them being the one to sign with.
 *
 * @throws MargoError `ERR_SIGNATURE_KEY_UNSUPPORTED`
 */
export const algorithmsOf = (key: KeyObject): readonly SignatureAlgorithm[] => {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return algorithmsFor('Ed25519');
    case 'ec':
      if (Object.hasOwn(CURVES, namedCurve)) return algorithmsFor(CURVES[namedCurve] ?? 'P-256');
      break;
    case 'rsa':
      if (modulusLength >= MIN_RSA_BITS) return algorithmsFor('RSA');
      break;
    default:
  }
  throw unsupported();
};

/** What `node:crypto` has to know besides the key. */
export const nodeParameters = (
  key: KeyObject,
  algorithm: SignatureAlgorithm,
): { readonly hash: string | null; readonly key: SignKeyObjectInput } => {
  const { scheme, hash, saltBytes } = algorithmFacts(algorithm);
  const padding = scheme === 'RSA-PSS' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  return {
    hash: hash && HASHES[hash],
    key: {
      key,
      ...(scheme === 'ECDSA' && { dsaEncoding: 'ieee-p1363' }),
      ...(scheme.startsWith('RSA') && { padding }),
      ...(saltBytes && { saltLength: saltBytes }),
    },
  };
};

/** The cause is left out wherever a key was read: what OpenSSL says about one may quote from it. */
export const unsupported = (): MargoError =>
  new MargoError('ERR_SIGNATURE_KEY_UNSUPPORTED', 'Expected a key for message signatures, got another one.', {
    hint: 'Give one on P-256 or P-384, for Ed25519, or for RSA with at least 2048 bits, as PEM or as a key object.',
  });
