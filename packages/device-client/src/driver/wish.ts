import type { LifecycleEvent, DeploymentSnapshot } from '@margo-sdk/state-machine';
import { desiredDigest } from '@margo-sdk/state-machine';
import type { Digest } from '@margo-sdk/spec-model';
import type { DeploymentRecord } from '../store/device-state.js';

/** What a lifecycle has to be told so that it wants what was accepted; `adopt` still needs the revision itself. */
export type LifecycleWish =
  | Extract<LifecycleEvent, { readonly type: 'advance' | 'withdraw' }>
  | { readonly type: 'adopt'; readonly digest: Digest; readonly manifestVersion: bigint };

/**
 * Compares what was accepted with what the lifecycle was last told; undefined when they agree. Pure, so that a crash
 * between accepting and telling does no harm: the comparison is simply made again.
 */
export const wishOf = ({ accepted, lifecycle }: DeploymentRecord): LifecycleWish | undefined => {
  const { digest, manifestVersion } = accepted;
  const wanted = desiredDigest(lifecycle);
  if (digest === null) return wanted === null ? undefined : { type: 'withdraw', manifestVersion };
  if (digest !== wanted) return { type: 'adopt', digest, manifestVersion };
  return manifestVersion === wantedSince(lifecycle) ? undefined : { type: 'advance', manifestVersion };
};

/** The version that goes with the digest that is wanted last (L-25). */
const wantedSince = ({ adopted, waiting }: DeploymentSnapshot): bigint | undefined => {
  const revision = waiting?.kind === 'revision' ? waiting.revision : adopted;
  return revision === null ? undefined : BigInt(revision.manifestVersion);
};
