import { algorithmFacts } from './algorithms.js';
import { covers } from './component.js';
import type { HttpMessage } from './http-message.js';
import { knownComponents } from './known-components.js';
import { checkPolicy, type VerificationPolicy, type VerifiedSignature } from './policy.js';
import { readSignature, type ReceivedSignature } from './received-signature.js';
import { candidateOf, verifiedOf } from './signature-facts.js';
import { signatureBase } from './signature-base.js';
import { SignatureError, type SignatureErrorCode } from './signature-error.js';
import type { VerificationKey } from './signer.js';

const encoder = new TextEncoder();

/**
 * Verifies the one signature of a message that counts (RFC 9421 §3.2), and holds it against a policy.
 *
 * A signature that covers `content-digest` says nothing about the body yet: compare it by `verifyContentDigest`.
 *
 * @param message - what was signed
 * @param policy - what the signature has to be like
 * @returns the signature; only what it covers can be relied on
 * @throws SignatureError with a code of its own for every reason to refuse: see {@link SignatureErrorCode}
 * @throws MargoError `ERR_SIGNATURE_POLICY_INVALID`; and what `resolveKeys` and `isReplay` throw
 *
 * @example
 * ```ts
 * import { generateKeyPairSync } from 'node:crypto';
 * import { signMessage, verifyMessage } from '@margo-sdk/protocol/signatures';
 * import { signerFromKey, verificationKeysOf } from '@margo-sdk/protocol/node';
 *
 * const { privateKey, publicKey } = generateKeyPairSync('ed25519');
 * const address = 'https://wfm.example/api/v1/clients/line-1/deployments';
 * const { Signature, ...input } = await signMessage(
 *   { method: 'GET', targetUri: address, fields: () => [] },
 *   { signer: signerFromKey(privateKey), label: 'sig1', components: ['@method', '@target-uri'], created: new Date() },
 * );
 *
 * const headers = new Headers({ Signature, ...input });
 * const { key } = await verifyMessage(
 *   { method: 'GET', targetUri: address, fields: (name) => [headers.get(name) ?? []].flat() },
 *   {
 *     label: 'sig1',
 *     algorithms: ['ed25519', 'ecdsa-p256-sha256'],
 *     requiredComponents: ['@method', '@target-uri'],
 *     requiredParameters: ['keyid'],
 *     maxAgeMs: 300_000,
 *     clockSkewMs: 60_000,
 *     now: Date.now,
 *     resolveKeys: () => verificationKeysOf(publicKey),
 *   },
 * );
 * console.log(key.algorithm); // ed25519
 * ```
 */
export const verifyMessage = async (message: HttpMessage, policy: VerificationPolicy): Promise<VerifiedSignature> => {
  checkPolicy(policy);
  const received = readSignature(message, policy.label);
  requireCoverage(received, policy);
  const created = requireParameters(received, policy);
  requireInTime(created, received.expires, policy);
  const { algorithm } = received;
  if (algorithm !== undefined && !policy.algorithms.includes(algorithm))
    throw refuse(
      'ERR_SIGNATURE_ALGORITHM_REFUSED',
      `Expected an algorithm that is allowed, got ${algorithm}.`,
      ALGORITHM_HINT,
    );
  const base = encoder.encode(signatureBase(message, received.components, received.parameters));

  const candidate = candidateOf(received, created, policy.label);
  const keys = await policy.resolveKeys(candidate);
  for (const key of usableKeys(keys, received, policy)) {
    const signed = hasSigned(key, base, received.signature);
    if (!(typeof signed === 'boolean' ? signed : await signed)) continue;
    const verified = verifiedOf(candidate, key, received.signature);
    if (policy.isReplay !== undefined && (await policy.isReplay(verified))) throw replayed();
    return verified;
  }
  throw refuse(
    'ERR_SIGNATURE_INVALID',
    'Expected a signature of what was sent by a key of the sender, got another one.',
    'Something that is covered was changed on the way, or another key has signed.',
  );
};

const ALGORITHM_HINT = 'Sign with an algorithm that the other side allows, and with a key for it.';

const requireCoverage = ({ components }: ReceivedSignature, policy: VerificationPolicy): void => {
  for (const component of knownComponents(policy.requiredComponents).components)
    if (!covers(components, component))
      throw refuse(
        'ERR_SIGNATURE_COMPONENT_MISSING',
        `Expected a signature that covers ${component.text}, got one that does not.`,
        'Cover the method, the address, and with a body its digest (LG-07).',
      );
};

const requireParameters = (received: ReceivedSignature, { requiredParameters }: VerificationPolicy): number => {
  for (const name of requiredParameters) if (received[PARAMETERS[name]] === undefined) throw parameterMissing(name);
  const { created } = received;
  if (created === undefined) throw parameterMissing('created');
  return created;
};

const PARAMETERS = { expires: 'expires', nonce: 'nonce', alg: 'algorithm', keyid: 'keyId', tag: 'tag' } as const;

const parameterMissing = (name: string): SignatureError =>
  refuse(
    'ERR_SIGNATURE_PARAMETER_MISSING',
    `Expected a signature with the parameter ${name}, got one without it.`,
    'Add it.',
  );

/** A signature counts for a while after it was made (LG-10). */
const requireInTime = (created: number, expires: number | undefined, policy: VerificationPolicy): void => {
  const now = policy.now();
  const age = now - created * 1000;
  const clocks = 'Set the clocks of both sides, and sign every attempt anew.';
  if (!(age >= -policy.clockSkewMs))
    throw refuse('ERR_SIGNATURE_FROM_FUTURE', 'Expected a signature made by now, got one from the future.', clocks);
  if (age > policy.maxAgeMs)
    throw refuse('ERR_SIGNATURE_TOO_OLD', 'Expected a signature made just now, got an old one.', clocks);
  if (expires !== undefined && now > expires * 1000 + policy.clockSkewMs)
    throw refuse('ERR_SIGNATURE_EXPIRED', 'Expected a signature that has not expired, got one that has.', clocks);
};

/** Keys for an algorithm that is allowed, and the one that the sender names if it names one. */
const usableKeys = (
  keys: readonly VerificationKey[],
  { algorithm }: ReceivedSignature,
  { algorithms }: VerificationPolicy,
): readonly VerificationKey[] => {
  if (keys.length === 0)
    throw refuse(
      'ERR_SIGNATURE_KEY_UNKNOWN',
      'Expected a signature of a sender whose key is known, got another one.',
      'Onboard first.',
    );
  const usable = keys.filter(
    (key) => algorithms.includes(key.algorithm) && (algorithm ?? key.algorithm) === key.algorithm,
  );
  if (usable.length === 0)
    throw refuse(
      'ERR_SIGNATURE_ALGORITHM_REFUSED',
      'Expected a key for an algorithm that is allowed, got none.',
      ALGORITHM_HINT,
    );
  return usable;
};

/** Tells whether a key has made a signature; most keys can say so at once. */
const hasSigned = (key: VerificationKey, base: Uint8Array, signature: Uint8Array): boolean | Promise<boolean> => {
  const { signatureBytes } = algorithmFacts(key.algorithm);
  return (signatureBytes === null || signatureBytes === signature.byteLength) && key.verify(base, signature);
};

const replayed = (): SignatureError =>
  refuse(
    'ERR_SIGNATURE_REPLAYED',
    'Expected a new signature, got one that was seen before.',
    'Sign every attempt anew.',
  );

const refuse = (code: SignatureErrorCode, message: string, hint: string): SignatureError =>
  new SignatureError(code, message, { hint });
