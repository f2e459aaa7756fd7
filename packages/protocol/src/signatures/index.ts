export type { SignatureAlgorithm } from './algorithms.js';
export { SignatureError, type SignatureErrorCode } from './signature-error.js';
export type { Signer, VerificationKey } from './signer.js';
