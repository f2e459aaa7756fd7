import { MargoError } from '@margo-sdk/spec-model';
import { isSignatureAlgorithm, type SignatureAlgorithm } from './algorithms.js';
import type { VerificationKey } from './signer.js';

/** What a signature says about itself. */
interface SignatureFacts {
  readonly label: string;
  /** What it covers, as identifiers in the form of RFC 9421: `"@method"`, `"content-digest";req`. */
  readonly components: readonly string[];
  readonly created: Date;
  readonly expires: Date | undefined;
  readonly keyId: string | undefined;
  readonly nonce: string | undefined;
  readonly tag: string | undefined;
}

/** A signature that nobody has verified: good for finding the key, and for nothing else. */
export interface UnverifiedSignature extends SignatureFacts {
  readonly verified: false;
  /** What the sender says that it signed with; the key decides. */
  readonly algorithm: SignatureAlgorithm | undefined;
}

/** A signature that was found good, and keeps to the policy. Only what it covers was signed. */
export interface VerifiedSignature extends SignatureFacts {
  readonly verified: true;
  readonly algorithm: SignatureAlgorithm;
  /** The key that it was found good with. */
  readonly key: VerificationKey;
  /**
   * Tells this signature from every other one of the same key, in hex. It is what a guard against replays has to
   * remember, and not the signature itself: anybody can make a second valid ECDSA signature out of one that was sent.
   */
  readonly replayId: string;
}

/** What a signature has to be like; all of it has to be said. */
export interface VerificationPolicy {
  /** The one signature that counts; all others are looked past, good or bad. */
  readonly label: string;
  /** Algorithms that are good enough. */
  readonly algorithms: readonly SignatureAlgorithm[];
  /** What has to be covered, as {@link SignMessageOptions.components} names it; more is fine (M-57). */
  readonly requiredComponents: readonly string[];
  /** What has to be said about the signature besides `created`, which is always needed (LG-10). */
  readonly requiredParameters: readonly ('expires' | 'nonce' | 'alg' | 'keyid' | 'tag')[];
  /** Milliseconds after `created` within which a signature counts. */
  readonly maxAgeMs: number;
  /** Milliseconds by which the clock of the sender may be ahead. */
  readonly clockSkewMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /**
   * Gives the keys that the sender may sign with, however many; none when it is not known. What it is asked with is
   * what an unknown sender says. What it throws is passed on.
   */
  resolveKeys(
    this: void,
    candidate: UnverifiedSignature,
  ): readonly VerificationKey[] | Promise<readonly VerificationKey[]>;
  /** Tells whether it was seen before, and remembers it; only asked about signatures that were found good. */
  readonly isReplay?: ((this: void, verified: VerifiedSignature) => boolean | Promise<boolean>) | undefined;
}

/**
 * Finds out whether a policy says what it has to; one without limits would let everything pass.
 *
 * @throws MargoError `ERR_SIGNATURE_POLICY_INVALID`
 */
export const checkPolicy = (policy: VerificationPolicy): void => {
  if (!(policy.maxAgeMs > 0)) throw invalid('a maxAgeMs above 0');
  if (!(policy.clockSkewMs >= 0)) throw invalid('a clockSkewMs of at least 0');
  if (policy.algorithms.length === 0 || !policy.algorithms.every(isSignatureAlgorithm))
    throw invalid('algorithms that are known, at least one');
};

const invalid = (expected: string): MargoError =>
  new MargoError('ERR_SIGNATURE_POLICY_INVALID', `Expected a policy with ${expected}, got another one.`, {
    hint: 'Everything that a policy has is needed: a policy that says nothing would let everything pass.',
  });
