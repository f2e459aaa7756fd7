import type { SigningFacts } from '@margo-sdk/protocol';
import {
  SignatureError,
  verifyContentDigest,
  verifyMessage,
  type SignatureAlgorithm,
  type VerificationKey,
  type VerifiedSignature,
} from '@margo-sdk/protocol/signatures';
import type { HandlerRequest } from '../handlers/request.js';

/** By what requests are verified. */
export interface RequestVerification {
  readonly signing: SigningFacts;
  /** Origin, and path of a proxy if there is one, that stand in front of the target of every request. */
  readonly origin: () => string;
  readonly algorithms: readonly SignatureAlgorithm[];
  readonly maxAgeMs: number;
  readonly clockSkewMs: number;
  readonly now: () => number;
  readonly allowUncoveredBody: boolean;
}

/** A request whose body was read. */
export interface ReceivedRequest {
  readonly request: HandlerRequest;
  readonly bytes: Uint8Array;
}

/** Verifies a request with the keys of whoever it says to be from. */
export type VerifyRequest = (
  received: ReceivedRequest,
  keys: readonly VerificationKey[],
  isReplay?: (verified: VerifiedSignature) => boolean | Promise<boolean>,
) => Promise<VerifiedSignature>;

/**
 * Makes what verifies requests: first that the body is the one that the digest names (LG-06), then that the signature
 * covers the digest and the request, and is good (LG-07 to LG-11).
 *
 * @throws SignatureError when it is called
 */
export const createVerifyRequest = ({
  signing: { label, components, componentsOfBody },
  origin,
  allowUncoveredBody,
  ...policy
}: RequestVerification): VerifyRequest => {
  const withDigest = [...components, ...componentsOfBody];
  return async ({ request, bytes }, keys, isReplay) => {
    const digest = request.header('content-digest');
    const mustHaveDigest = bytes.byteLength > 0 && !allowUncoveredBody;
    if (mustHaveDigest || digest !== null) await verifyContentDigest(digest, bytes);
    return verifyMessage(
      {
        method: request.method,
        targetUri: `${origin()}${request.target.replace(/^https?:\/\/[^/?#]*/i, '')}`,
        fields: (name) => {
          const value = request.header(name.toLowerCase());
          return value === null ? [] : [value];
        },
      },
      {
        ...policy,
        label,
        requiredComponents: mustHaveDigest ? withDigest : components,
        requiredParameters: [],
        resolveKeys: () => keys,
        isReplay,
      },
    );
  };
};

/** Who does not sign at all is refused before anything of a body is read. */
export const refuseUnsigned = (request: HandlerRequest): void => {
  for (const name of ['signature-input', 'signature'])
    if (request.header(name) === null)
      throw new SignatureError('ERR_SIGNATURE_MISSING', `Expected the header ${name}, got a request without it.`, {
        hint: 'Sign every request (RFC 9421).',
      });
};
