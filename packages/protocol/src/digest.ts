import { parseDigest, type Digest } from '@margo-sdk/spec-model';
import { DigestMismatchError } from './errors.js';

/**
 * Computes the digest of bytes exactly as they are: no reformatting, no newline normalisation (DS-30, DS-31).
 *
 * @param bytes - the decoded HTTP body, or the file to publish
 * @returns `sha256:` and 64 lower-case hex digits
 *
 * @example
 * ```ts
 * import { sha256Digest } from '@margo-sdk/protocol';
 *
 * console.log(await sha256Digest(new TextEncoder().encode('id: 1\n')));
 * ```
 */
export const sha256Digest = async (bytes: Uint8Array): Promise<Digest> => {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return parseDigest(`sha256:${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
};

/**
 * Makes sure that bytes are the ones that a manifest named; nothing fetched may be used before (DS-18).
 *
 * @param bytes - what came
 * @param expected - the digest that the manifest gives
 * @throws DigestMismatchError `ERR_DIGEST_MISMATCH`: the whole update is to be given up (DS-19)
 *
 * @example
 * ```ts
 * import { sha256Digest, verifyDigest } from '@margo-sdk/protocol';
 *
 * const published = new TextEncoder().encode('id: 1\n');
 * const digest = await sha256Digest(published);
 * await verifyDigest(published, digest);
 * ```
 */
export const verifyDigest = async (bytes: Uint8Array, expected: Digest): Promise<void> => {
  const actual = await sha256Digest(bytes);
  if (actual !== expected) throw new DigestMismatchError(expected, actual);
};
