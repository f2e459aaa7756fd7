import type { Digest } from '@margo-sdk/spec-model/models';
import type { Revision } from './revision.js';
import type { Workload } from './workload.js';

/** Why something did not work, as it goes into a report. */
export interface FailureReason {
  /** Stable, short, not empty; 101 to 103 are reserved for gateways (ST-08). */
  readonly code: string;
  /** For people. Reports leave the device: no secrets. */
  readonly message: string;
  /**
   * The gateway, with its whole device id, where it speaks for itself and not for a device behind it (ST-05, ST-08).
   * Absent everywhere else: the report names the deployment or the component (ST-06, ST-07).
   */
  readonly source?: string;
}

/** The desired state holds this revision: a new digest, or a deployment that came back (L-12, L-14). */
export interface AdoptEvent {
  readonly type: 'adopt';
  readonly revision: Revision;
}

/** A newer manifest was accepted in which the digest last wanted is unchanged (L-25). */
export interface AdvanceEvent {
  readonly type: 'advance';
  readonly manifestVersion: bigint;
}

/** The deployment is gone from the desired state; the version is that of the manifest that dropped it (L-18). */
export interface WithdrawEvent {
  readonly type: 'withdraw';
  readonly manifestVersion: bigint;
}

/** Answers a `check` effect: the revision with this digest can be applied here (L-27). */
export interface CheckedEvent {
  readonly type: 'checked';
  readonly digest: Digest;
}

/** Answers a `check` effect: the revision with this digest cannot be applied here, nothing was touched (L-08). */
export interface RefusedEvent {
  readonly type: 'refused';
  readonly digest: Digest;
  readonly error: FailureReason;
}

/** Answers a `run` effect: the component is put in place, but not ready yet; another answer follows (L-05). */
export interface StepAppliedEvent {
  readonly type: 'step.applied';
  /** {@link Step.number} of the step that this answers. */
  readonly step: number;
}

/** Answers a `run` effect: the runtime says that the step is done; for a component, that it is ready. */
export interface StepSucceededEvent {
  readonly type: 'step.succeeded';
  readonly step: number;
}

/** Answers a `run` effect: the runtime has given up on this attempt. */
export interface StepFailedEvent {
  readonly type: 'step.failed';
  readonly step: number;
  readonly error: FailureReason;
  /** Whether another attempt may succeed without anything new being wanted (L-15). Default false. */
  readonly retryable?: boolean;
}

/** Answers a `cancel` effect: the step was called off, and how far it had come is not known (L-13). */
export interface StepCancelledEvent {
  readonly type: 'step.cancelled';
  readonly step: number;
}

/** The time has come that a timer was set for. */
export interface TimerEvent {
  readonly type: 'timer';
  /** {@link LifecycleTimer.timer} of one of those that are set now. */
  readonly timer: string;
}

/** Somebody wants another attempt at what has failed for good (L-15). */
export interface RetryEvent {
  readonly type: 'retry';
}

/** A component that was installed has given up restarting; taken only if the policy wants to know (L-20). */
export interface ComponentGaveUpEvent {
  readonly type: 'component.gaveUp';
  readonly component: string;
  readonly error: FailureReason;
}

/** The process was started again, and this is all that is on the device for the deployment (L-17). */
export interface ResumedEvent {
  readonly type: 'resumed';
  /** Everything that was found, in any order, leftovers included. Replaces what the snapshot knew. */
  readonly workloads: readonly Workload[];
}

/** Everything that can happen to a deployment. */
export type LifecycleEvent =
  | AdoptEvent
  | AdvanceEvent
  | WithdrawEvent
  | CheckedEvent
  | RefusedEvent
  | StepAppliedEvent
  | StepSucceededEvent
  | StepFailedEvent
  | StepCancelledEvent
  | TimerEvent
  | RetryEvent
  | ComponentGaveUpEvent
  | ResumedEvent;
