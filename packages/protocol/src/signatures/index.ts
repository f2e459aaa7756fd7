export {
  SIGNATURE_ALGORITHMS,
  algorithmFacts,
  isSignatureAlgorithm,
  type AlgorithmFacts,
  type SignatureAlgorithm,
} from './algorithms.js';
export { contentDigest, verifyContentDigest } from './content-digest.js';
export type { HttpMessage, HttpRequestMessage, HttpResponseMessage } from './http-message.js';
export type { UnverifiedSignature, VerificationPolicy, VerifiedSignature } from './policy.js';
export { signMessage, type SignMessageOptions, type SignatureFields } from './sign.js';
export { SignatureError, type SignatureErrorCode } from './signature-error.js';
export type { Signer, VerificationKey } from './signer.js';
export { createSigningFetch, type SigningFetchOptions } from './signing-fetch.js';
export { verifyMessage } from './verify.js';
export {
  webCryptoSigner,
  webCryptoVerificationKey,
  type WebCryptoKey,
  type WebCryptoKeyOptions,
} from './web-crypto.js';
