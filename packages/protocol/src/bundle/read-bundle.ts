import type { Digest } from '@margo-sdk/spec-model';
import { sha256Digest } from '../digest.js';
import type { BundleLimits } from './bundle-limits.js';
import { gunzip } from './gunzip.js';
import { readBundleWith, type ExpectedDeployment } from './read-bundle-with.js';

/**
 * Takes a bundle apart. Entries are told apart by the SHA-256 of their bytes, whatever their names are, and there have
 * to be exactly those that the manifest names (M-19): regular files at the root of one tar archive in one gzip member.
 * All of it or nothing is given (DS-19). Verify the bundle's own digest before, with `verifyDigest` (DS-18). On Node,
 * `readBundle` of `@margo-sdk/protocol/node` does the same several times faster.
 *
 * @param bytes - the archive as it came, still compressed
 * @param expected - `deployments` of the manifest
 * @param limits - how much may be in it; see {@link BUNDLE_LIMITS}
 * @returns the documents by digest; they are views of one piece of memory
 * @throws BundleError whose code says what is wrong with it
 *
 * @example
 * ```ts
 * import { readBundle, sha256Digest, verifyDigest, writeBundle } from '@margo-sdk/protocol';
 *
 * const deploymentId = '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';
 * const document = new TextEncoder().encode(`id: ${deploymentId}\n`);
 * const bundle = await writeBundle([{ deploymentId, bytes: document }]);
 *
 * await verifyDigest(bundle, await sha256Digest(bundle)); // `bundle.digest` of the manifest
 * const documents = await readBundle(bundle, [{ deploymentId, digest: await sha256Digest(document) }]);
 * console.log(documents.size); // 1
 * ```
 */
export const readBundle = (
  bytes: Uint8Array,
  expected: readonly ExpectedDeployment[],
  limits: BundleLimits = {},
): Promise<ReadonlyMap<Digest, Uint8Array>> => readBundleWith({ gunzip, digestsOf }, bytes, expected, limits);

const digestsOf = (contents: readonly Uint8Array[]): Promise<readonly Digest[]> =>
  Promise.all(contents.map(sha256Digest));
