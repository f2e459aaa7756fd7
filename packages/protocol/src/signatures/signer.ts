import type { SignatureAlgorithm } from './algorithms.js';

/**
 * Makes signatures with a private key that it does not give away: one in memory, or one in a chip that never leaves it.
 */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** How the key is called in `keyid` (RFC 9421 §2.3); left out where nobody looks. */
  readonly keyId?: string | undefined;
  /**
   * Signs bytes as they are. ECDSA signatures are IEEE P1363: both numbers in full length, one after the other (M-57).
   *
   * @param bytes - the signature base
   */
  sign(this: void, bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** Verifies signatures of one key by one algorithm. */
export interface VerificationKey {
  readonly algorithm: SignatureAlgorithm;
  /** How the key is called in `keyid`. */
  readonly keyId?: string | undefined;
  /** Tells whether the signature of these very bytes is this key's. Never throws for what a signature looks like. */
  verify(this: void, bytes: Uint8Array, signature: Uint8Array): boolean | Promise<boolean>;
}
