export { keyIdOf } from './signature-key.js';
export { signerFromKey, type SignerFromKeyOptions } from './signer-from-key.js';
export { verificationKeysOf, type VerificationKeysOptions } from './verification-keys-of.js';
