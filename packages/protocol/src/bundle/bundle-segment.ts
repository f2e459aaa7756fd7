import { fileNameOf, type BundleEntry } from './entry.js';

/** One deployment, ready for the archive: worth keeping for as long as the deployment is published. */
export interface BundleSegment {
  /** Its file in the archive. */
  readonly name: string;
  /** The content of that file, held and not copied. */
  readonly bytes: Uint8Array;
}

/**
 * Prepares one deployment for `joinBundle`. Keep what this gives and hand in the same object again: what is the same as
 * last time is not compressed again.
 *
 * @param entry - its bytes must not be changed any more
 * @throws MargoError `ERR_DEPLOYMENT_ID_INVALID`: the id is not a UUID
 *
 * @example
 * ```ts
 * import { packBundleEntry } from '@margo-sdk/protocol/node';
 *
 * const deploymentId = '7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11';
 * const { name } = packBundleEntry({ deploymentId, bytes: new TextEncoder().encode(`id: ${deploymentId}\n`) });
 * console.log(name); // 7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11.yaml
 * ```
 */
export const packBundleEntry = ({ deploymentId, bytes }: BundleEntry): BundleSegment => ({
  name: fileNameOf(deploymentId),
  bytes,
});
