import type { DeploymentId, DeploymentStatusManifest, Digest } from '@margo-sdk/spec-model/models';
import type { FailureReason } from './event.js';
import type { PlannedStep } from './plan.js';
import type { StoredRevision } from './revision.js';
import type { Workload } from './workload.js';

/**
 * Where a deployment stands. Finer than what is reported:
 * - `unadopted`: no revision was taken up yet
 * - `checking`: a revision is taken up, and whether it can be applied here is being found out
 * - `applying`, `removing`: a step is running
 * - `installed`, `failed`, `removed`, `removalFailed`: at rest until something new is wanted
 */
export const PHASES = [
  'unadopted',
  'checking',
  'applying',
  'installed',
  'failed',
  'removing',
  'removed',
  'removalFailed',
] as const;

/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** A step that was started. */
export interface Step extends PlannedStep {
  /** Counts the steps of the deployment from 1; the answer names it, so a late or doubled answer is refused. */
  readonly number: number;
  /** Digest of the revision that the step belongs to; null only when leftovers of an unknown one are removed. */
  readonly digest: Digest | null;
}

/** The newest wish that has to wait until what is running has answered (L-12, L-13, L-14). */
export type Wish =
  | { readonly kind: 'revision'; readonly revision: StoredRevision }
  | { readonly kind: 'withdrawal'; readonly manifestVersion: string };

/** A step that failed for good, and why. */
export interface StepFailure {
  readonly step: PlannedStep;
  readonly error: FailureReason;
}

/** What is known about a deployment besides its phase. */
export interface DeploymentFacts {
  readonly deploymentId: DeploymentId;
  /** The revision being or last applied; every report describes it (ST-04, ST-10). */
  readonly adopted: StoredRevision | null;
  readonly waiting: Wish | null;
  /** What is on the device: the runtime's successes, or what was found on start. In the order it was put there. */
  readonly workloads: readonly Workload[];
  /** Steps of the current plan that were started, without repetition. */
  readonly begun: readonly PlannedStep[];
  /** Steps of the current plan that were not started yet. */
  readonly ahead: readonly PlannedStep[];
  readonly running: Step | null;
  readonly stepCount: number;
  readonly failures: readonly StepFailure[];
  /** Why the adopted revision was not even begun (L-08). */
  readonly refusal: FailureReason | null;
  /** What the last report said; null when the next state must be told in any case. */
  readonly told: Readonly<Pick<DeploymentStatusManifest, 'status' | 'components'>> | null;
}

/**
 * Everything the lifecycle of one deployment has to remember, as plain JSON: store it as it is, before its effects are
 * performed, and read it back with {@link restoreSnapshot}. Treat it as opaque; {@link statusReport},
 * {@link desiredDigest} and {@link allowedEvents} answer questions about it.
 */
export interface DeploymentSnapshot extends DeploymentFacts {
  /** Version of this format. */
  readonly version: 1;
  readonly phase: Phase;
}
