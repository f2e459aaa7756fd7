import { hash } from 'node:crypto';
import { parseDigest, type Digest } from '@margo-sdk/spec-model';
import type { BundleLimits } from '../../bundle/bundle-limits.js';
import { readBundleWith, type ExpectedDeployment } from '../../bundle/read-bundle-with.js';
import { gunzip } from './gunzip.js';

/**
 * Takes a bundle apart, as `readBundle` of `@margo-sdk/protocol` does, with the decompressor and the hash of Node. What
 * is taken, given and thrown is the same.
 *
 * @param bytes - the archive as it came, still compressed; its own digest is verified before (DS-18)
 * @param expected - `deployments` of the manifest
 * @param limits - how much may be in it; see `BUNDLE_LIMITS`
 * @returns the documents by digest; they are views of one piece of memory
 * @throws BundleError whose code says what is wrong with it (M-19)
 *
 * @example
 * ```ts
 * import { sha256Digest } from '@margo-sdk/protocol';
 * import { joinBundle, packBundleEntry, readBundle } from '@margo-sdk/protocol/node';
 *
 * const deploymentId = '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';
 * const bytes = new TextEncoder().encode(`id: ${deploymentId}\n`);
 * const bundle = joinBundle([packBundleEntry({ deploymentId, bytes })]);
 * const documents = await readBundle(bundle, [{ deploymentId, digest: await sha256Digest(bytes) }]);
 * console.log(documents.size); // 1
 * ```
 */
export const readBundle = (
  bytes: Uint8Array,
  expected: readonly ExpectedDeployment[],
  limits: BundleLimits = {},
): Promise<ReadonlyMap<Digest, Uint8Array>> => readBundleWith({ gunzip, digestsOf }, bytes, expected, limits);

const digestsOf = (contents: readonly Uint8Array[]): readonly Digest[] =>
  contents.map((bytes) => parseDigest(`sha256:${hash('sha256', bytes, 'hex')}`));
