import type { DeploymentReference, StateManifest } from '@margo-sdk/spec-model';

/** All values of {@link Retrieval}. */
export const RETRIEVALS = ['auto', 'bundle', 'single'] as const;

/** How documents are fetched that are not held: as costs less, all in the bundle, or one by one. */
export type Retrieval = (typeof RETRIEVALS)[number];

/** Bytes that may be fetched in vain to save one round trip; bench/retrieval.mjs shows why this many. */
const BYTES_FOR_A_ROUND_TRIP = 64 * 1024;

/**
 * Chooses between the bundle and its documents. `auto`: the bundle, unless it has more than 64 KiB beyond the missing
 * documents for each round trip that it saves; without sizes, if at least half of its documents are missing. Sizes are
 * hints: they decide how the bytes are fetched, never whether they are right (DS-15). Pure.
 *
 * @param missing - the references of the documents that are not held, at least one
 */
export const chooseRetrieval = (
  retrieval: Retrieval,
  { bundle, deployments }: StateManifest,
  missing: readonly DeploymentReference[],
): 'bundle' | 'single' => {
  if (bundle === null || retrieval === 'single') return 'single';
  if (retrieval === 'bundle') return 'bundle';
  if (missing.length === 1) return 'single';
  const needed = missing.map(({ sizeBytes }) => sizeBytes);
  if (bundle.sizeBytes === undefined || !needed.every((size) => size !== undefined))
    return missing.length * 2 >= deployments.length ? 'bundle' : 'single';
  const inVain = bundle.sizeBytes - needed.reduce((sum, size) => sum + size, 0);
  return inVain <= BYTES_FOR_A_ROUND_TRIP * (missing.length - 1) ? 'bundle' : 'single';
};
