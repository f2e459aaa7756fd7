import type { DeploymentId, DeploymentStatusManifest, Digest } from '@margo-sdk/spec-model/models';
import type { Stage } from './component-machine.js';
import type { FailureReason } from './event.js';
import type { PlannedStep } from './plan.js';
import type { StoredRevision } from './revision.js';
import type { Workload } from './workload.js';

/**
 * Where a deployment stands. Finer than what is reported:
 * - `unadopted`: no revision was taken up yet
 * - `checking`: a revision is taken up, and whether it can be applied here is being found out
 * - `preparing`: what it needs is being fetched; nothing was touched yet
 * - `applying`, `removing`: steps are running, or wait for another attempt
 * - `rollingBack`: the adopted revision has failed, and the last one that was installed is being brought back (L-16)
 * - `installed`, `failed`, `removed`, `removalFailed`: at rest until something new is wanted
 */
export const PHASES = [
  'unadopted',
  'checking',
  'preparing',
  'applying',
  'installed',
  'failed',
  'rollingBack',
  'removing',
  'removed',
  'removalFailed',
] as const;

/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** A step that was started. */
export interface Step extends PlannedStep {
  /** Counts the attempts of the deployment from 1; answers name it, so a late or doubled one is refused. */
  readonly number: number;
  /** Which attempt at this step it is, from 1. */
  readonly attempt: number;
  /** Digest of the revision that the step belongs to; null only when leftovers of an unknown one are removed. */
  readonly digest: Digest | null;
}

/** A step that is not done with. */
export interface StepInProgress {
  readonly step: Step;
  readonly stage: Stage;
  /** {@link Step.number} of the first attempt: the time for an installation runs from there (L-06). */
  readonly since: number;
  /** Why it is to be tried again, or was called off; null while nothing is wrong. */
  readonly error: FailureReason | null;
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

/** Which attempt at a step is the next one. */
export interface StepAttempt {
  readonly component: string;
  readonly placement: string;
  readonly isRemoval: boolean;
  readonly attempt: number;
}

/** What is known about a deployment besides its phase. */
export interface DeploymentFacts {
  readonly deploymentId: DeploymentId;
  /** The revision being or last applied; every report describes it (ST-04, ST-10). */
  readonly adopted: StoredRevision | null;
  /** The revision that was last installed as a whole; null before there was one, and once a removal has begun. */
  readonly lastInstalled: StoredRevision | null;
  readonly waiting: Wish | null;
  /** What is on the device: the runtime's successes, or what was found on start. In the order it was put there. */
  readonly workloads: readonly Workload[];
  /** Steps of the current plan that have touched something, without repetition; in a rollback all of the plan that failed. */
  readonly begun: readonly PlannedStep[];
  /** Steps of the current plan that were not started yet. */
  readonly ahead: readonly PlannedStep[];
  /** Oldest first. More than one only if a component does not wait (L-05), or a removal waits for another attempt. */
  readonly running: readonly StepInProgress[];
  /** Attempts at steps that a restart has cut off: they go on counting (L-15, L-17). */
  readonly cutOff: readonly StepAttempt[];
  readonly stepCount: number;
  /**
   * The component that stands for the whole where something concerns no single one: the first that the plan changed when
   * it was made, else the first listed. Null while nothing is adopted.
   */
  readonly carrier: string | null;
  /** What has failed for good since the revision was adopted. */
  readonly failures: readonly StepFailure[];
  /** Why the adopted revision was not even begun (L-08). */
  readonly refusal: FailureReason | null;
  /** How the rollback of the adopted revision went; null while none was begun (L-16). */
  readonly rollback: { readonly failure: StepFailure | null } | null;
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
  readonly version: 2;
  readonly phase: Phase;
}
