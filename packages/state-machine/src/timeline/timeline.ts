import type { State } from '@margo-sdk/spec-model/models';
import type { FailureReason } from '../event.js';
import type { RunStep } from './run.js';

/** A time in which something stayed as it was; milliseconds since 1970. */
export interface Span {
  readonly fromMs: number;
  /** Never before `fromMs`; the end of the run for what had not ended. */
  readonly toMs: number;
}

/** A time in which one state was the reported one. */
export interface StateSpan extends Span {
  readonly state: State;
  /** What the report said with it. */
  readonly error?: FailureReason;
}

/**
 * What came of an attempt: `cut off` if the process ended before it answered (L-17), `running` if it had not answered
 * when the run ended.
 */
export type StepOutcome = 'succeeded' | 'failed' | 'cancelled' | 'cut off' | 'running';

/** One attempt at a step. */
export interface StepSpan extends Span, Omit<RunStep, 'component'> {
  readonly outcome: StepOutcome;
  /** When the component was in place and had only to become ready (L-05). */
  readonly appliedMs?: number;
  /** Why it failed. */
  readonly error?: FailureReason;
  /** When the next attempt was due (L-15). */
  readonly retryMs?: number;
}

/** What happened to one component. */
export interface ComponentTimeline {
  readonly name: string;
  /** Whether the last report lists it: an update can drop a component. */
  readonly listed: boolean;
  /** In order, without overlap; there is none while no report lists the component. */
  readonly states: readonly StateSpan[];
  /** In the order in which they began. */
  readonly steps: readonly StepSpan[];
}

/** One rollback (L-16). */
export interface RollbackSpan extends Span {
  /** Why it could not be done. */
  readonly error?: FailureReason;
}

/** What happened to one deployment. */
export interface DeploymentTimeline {
  readonly deploymentId: string;
  /** The overall state. */
  readonly states: readonly StateSpan[];
  /** In the order in which the run first named them. */
  readonly components: readonly ComponentTimeline[];
  /** The first report of each adopted version of the manifest (L-12, L-25). */
  readonly adoptions: readonly { readonly atMs: number; readonly manifestVersion: string }[];
  /** Revisions that could not be applied (L-08). */
  readonly refusals: readonly { readonly atMs: number; readonly error: FailureReason }[];
  /** When what was last installed was brought back (L-16), and why that failed, if it did. */
  readonly rollbacks: readonly RollbackSpan[];
}

/** A time in which the process of the device was not at work. */
export interface Outage extends Span {
  /** It was cut off, by a crash or a reboot: `fromMs` is then the last sign of life. False: it stopped. */
  readonly unexpected: boolean;
}

/** What happened in a run, made for pictures: see {@link timelineOf}. */
export interface Timeline extends Span {
  /** In the order in which the run first named them. */
  readonly deployments: readonly DeploymentTimeline[];
  readonly outages: readonly Outage[];
}
