import type { State } from '@margo-sdk/spec-model/models';
import type { FailureReason } from '../event.js';
import type { Step } from '../snapshot.js';

/** The first line of every run record, which tells what it is; it comes again where a process goes on with one. */
export const RUN_HEADER = '{"margoRun":1}';

/** One attempt, as far as a record tells of it. */
export type RunStep = Pick<Step, 'number' | 'attempt' | 'kind' | 'component'>;

/** The process of the device: one that started without having stopped before was cut off (L-17). */
export interface RunProcessEvent {
  readonly type: 'process.started' | 'process.stopped';
}

/** What was reported: one entry per component of the adopted revision, in listed order. */
export interface RunReportEvent {
  readonly type: 'report';
  /** The overall state. */
  readonly state: State;
  /** Decimal digits: JSON has no 64-bit integers. */
  readonly adoptedManifestVersion: string;
  readonly components: readonly RunComponent[];
}

/** One component of a report. */
export interface RunComponent {
  readonly name: string;
  readonly state: State;
  readonly error?: FailureReason;
}

/** An attempt began, put its component in place (L-05), succeeded, or was called off (L-13). */
export interface RunStepEvent {
  readonly type: 'step.started' | 'step.applied' | 'step.succeeded' | 'step.cancelled';
  readonly step: RunStep;
}

/** An attempt failed. */
export interface RunStepFailedEvent {
  readonly type: 'step.failed';
  readonly step: RunStep;
  readonly error: FailureReason;
  /** Whether another attempt could succeed (L-15). */
  readonly retryable: boolean;
}

/** After an attempt that failed there will be another one. */
export interface RunStepRetryingEvent {
  readonly type: 'step.retrying';
  /** The attempt that failed. */
  readonly step: RunStep;
  /** From now, in milliseconds. */
  readonly delayMs: number;
}

/** The revision cannot be applied here; nothing was touched (L-08). */
export interface RunRefusedEvent {
  readonly type: 'refused';
  readonly error: FailureReason;
}

/** What runs is brought back to what was last installed, while reports go on about what has failed (L-16). */
export interface RunRollbackEvent {
  readonly type: 'rollback.started' | 'rollback.ended';
  /** Why it could not be done; only where it ended so. */
  readonly error?: FailureReason;
}

/** What happens to one deployment. */
export type RunDeploymentEvent =
  RunReportEvent | RunStepEvent | RunStepFailedEvent | RunStepRetryingEvent | RunRefusedEvent | RunRollbackEvent;

/** One line of a run record behind its first. */
export type RunEntry =
  | {
      /** Milliseconds since 1970, by the clock of the device. */
      readonly at: number;
      readonly deploymentId: string;
      readonly event: RunDeploymentEvent;
    }
  | { readonly at: number; readonly deploymentId?: never; readonly event: RunProcessEvent };
