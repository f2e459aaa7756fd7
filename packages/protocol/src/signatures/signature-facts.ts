import { algorithmFacts } from './algorithms.js';
import type { UnverifiedSignature, VerifiedSignature } from './policy.js';
import type { ReceivedSignature } from './received-signature.js';
import type { VerificationKey } from './signer.js';

/** What a signature says before anybody has verified it. */
export const candidateOf = (received: ReceivedSignature, created: number, label: string): UnverifiedSignature => ({
  verified: false,
  label,
  components: received.components.map(({ text }) => text),
  created: dateOf(created),
  expires: received.expires === undefined ? undefined : dateOf(received.expires),
  algorithm: received.algorithm,
  keyId: received.keyId,
  nonce: received.nonce,
  tag: received.tag,
});

/** The same once a key has been found. Written out, as this is done for every message, and spreading takes long. */
export const verifiedOf = (
  { label, components, created, expires, keyId, nonce, tag }: UnverifiedSignature,
  key: VerificationKey,
  signature: Uint8Array,
): VerifiedSignature => ({
  verified: true,
  label,
  components,
  created,
  expires,
  algorithm: key.algorithm,
  keyId,
  nonce,
  tag,
  key,
  replayId: replayIdOf(key, signature),
});

/** More seconds can be sent than dates reach. */
const dateOf = (seconds: number): Date => new Date(Math.max(-MAX_TIME, Math.min(MAX_TIME, seconds * 1000)));
const MAX_TIME = 8.64e15;

/** Of an ECDSA signature the first number, as the second one can be replaced by its negative. */
const replayIdOf = ({ algorithm }: VerificationKey, signature: Uint8Array): string => {
  const { scheme } = algorithmFacts(algorithm);
  const length = scheme === 'ECDSA' ? signature.byteLength / 2 : signature.byteLength;
  let id = '';
  for (let at = 0; at < length; at++) id += HEX[signature[at] ?? 0];
  return id;
};
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
