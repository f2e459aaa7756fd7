import { SignatureError } from './signature-error.js';
import {
  isInnerList,
  parseDictionary,
  serialiseBareItem,
  StructuredFieldError,
  type Dictionary,
} from './structured-fields/index.js';

/** The algorithms of RFC 9530 §5 that are good for anything; all others are looked past. */
const ALGORITHMS = [
  { key: 'sha-256', name: 'SHA-256', bytes: 32 },
  { key: 'sha-512', name: 'SHA-512', bytes: 64 },
] as const;

/**
 * Computes the field `Content-Digest` of a message (RFC 9530 §2, LG-06). A signature that covers it covers the body.
 *
 * @param body - the bytes that are sent, exactly as they are
 * @returns `sha-256=:…:`, the digest in base64
 *
 * @example
 * ```ts
 * import { contentDigest } from '@margo-sdk/protocol/signatures';
 *
 * console.log(await contentDigest(new TextEncoder().encode('{"hello": "world"}')));
 * // sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:
 * ```
 */
export const contentDigest = async (body: Uint8Array): Promise<string> =>
  `sha-256=${serialiseBareItem({ type: 'bytes', value: await digest('SHA-256', body) })}`;

/**
 * Makes sure that the body of a message is the one that its `Content-Digest` names (RFC 9530 §2). SHA-256 and SHA-512
 * count, and where both are given both have to fit; every other algorithm is looked past and never enough.
 *
 * @param header - the value of the field, lines joined with `, `; null where the message has none
 * @param body - the bytes that came
 * @throws SignatureError `ERR_CONTENT_DIGEST_MISSING` without the field, `ERR_CONTENT_DIGEST_MALFORMED` when it cannot
 * be read or gives no digest that counts, `ERR_CONTENT_DIGEST_MISMATCH` when the body is another one
 *
 * @example
 * ```ts
 * import { contentDigest, verifyContentDigest } from '@margo-sdk/protocol/signatures';
 *
 * const body = new TextEncoder().encode('{"hello": "world"}');
 * await verifyContentDigest(await contentDigest(body), body);
 * ```
 */
export const verifyContentDigest = async (header: string | null, body: Uint8Array): Promise<void> => {
  if (header === null)
    throw refuse('MISSING', 'Expected the header Content-Digest, got a message without it.', {
      hint: 'Send the SHA-256 of the body in Content-Digest, and cover it with the signature.',
    });
  const given = digestsOf(header);
  const computed = await Promise.all(given.map(({ name }) => digest(name, body)));
  if (!given.every(({ value }, n) => isSame(value, computed[n]!)))
    throw refuse('MISMATCH', 'Expected the body that Content-Digest names, got another one.', {
      hint: 'Compute the digest of the very bytes that are sent, after any content coding.',
    });
};

/** Both digests that count, where they are there; every one has the length of its algorithm. */
const digestsOf = (header: string): { name: string; value: Uint8Array }[] => {
  const dictionary = read(header);
  const digests = ALGORITHMS.flatMap(({ key, name, bytes }) => {
    const member = dictionary.get(key);
    if (member === undefined) return [];
    if (isInnerList(member) || member.value.type !== 'bytes' || member.value.value.byteLength !== bytes)
      throw refuse('MALFORMED', `Expected ${bytes} bytes for ${key} in the header Content-Digest, got something else.`);
    return [{ name, value: member.value.value }];
  });
  if (digests.length === 0)
    throw refuse('MALFORMED', 'Expected sha-256 or sha-512 in the header Content-Digest, got neither.', {
      hint: 'Older algorithms prove nothing; send sha-256.',
    });
  return digests;
};

const read = (header: string): Dictionary => {
  try {
    return parseDictionary(header, { duplicates: 'refuse' });
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw refuse('MALFORMED', `Expected a dictionary of digests in the header Content-Digest: ${cause.message}`, {
      cause,
    });
  }
};

const digest = async (name: string, body: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest(name, body));

/** Compares without telling by its time where the difference is; both have the length of the algorithm. */
const isSame = (one: Uint8Array, other: Uint8Array): boolean => {
  let difference = one.byteLength ^ other.byteLength;
  for (let at = 0; at < one.byteLength; at++) difference |= one[at]! ^ other[at]!;
  return difference === 0;
};

const refuse = (
  fault: 'MISSING' | 'MALFORMED' | 'MISMATCH',
  message: string,
  options: { hint?: string; cause?: unknown } = {},
): SignatureError => new SignatureError(`ERR_CONTENT_DIGEST_${fault}`, message, options);
