export {
  lifecycleActor,
  type LifecycleEmitted,
  type LifecycleInput,
  type LifecycleLogic,
  type RefusedEventNotice,
} from './actor.js';
export { STAGES, TIMED_OUT, type Stage } from './component-machine.js';
export { COMPONENT_MOVES } from './component-moves.js';
export { LEFTOVER_NOT_REMOVED } from './component.js';
export { type DiagramOptions, lifecycleDiagram } from './diagram/lifecycle-diagram.js';
export type {
  AdoptEvent,
  AdvanceEvent,
  CheckedEvent,
  ComponentGaveUpEvent,
  FailureReason,
  LifecycleEvent,
  RefusedEvent,
  ResumedEvent,
  RetryEvent,
  StepAppliedEvent,
  StepCancelledEvent,
  StepFailedEvent,
  StepSucceededEvent,
  TimerEvent,
  WithdrawEvent,
} from './event.js';
export { fleetView, type FleetFacts, type FleetState, type FleetView, type PublishedRun } from './fleet-view.js';
export {
  allowedEvents,
  desiredDigest,
  nextLifecycle,
  startLifecycle,
  type CancelEffect,
  type CheckEffect,
  type ForgetEffect,
  type LifecycleEffect,
  type LifecycleOutcome,
  type ReportEffect,
  type RunEffect,
} from './lifecycle.js';
export { DEFAULT_POLICY, lifecyclePolicy, type Backoff, type LifecyclePolicy } from './policy.js';
export {
  planChange,
  planPreparation,
  planRemoval,
  type ComponentChange,
  type Plan,
  type PlannedStep,
  type StepKind,
} from './plan.js';
export { statusReport } from './report.js';
export { restoreSnapshot, SnapshotError } from './restore-snapshot.js';
export { RevisionError, type ComponentSpec, type Revision, type StoredRevision } from './revision.js';
export {
  PHASES,
  type DeploymentFacts,
  type DeploymentSnapshot,
  type Phase,
  type Step,
  type StepAttempt,
  type StepFailure,
  type StepInProgress,
  type Wish,
} from './snapshot.js';
export { readRun, RUN_LIMITS, RunError, type ReadRunOptions } from './timeline/read-run.js';
export {
  RUN_HEADER,
  type RunComponent,
  type RunDeploymentEvent,
  type RunEntry,
  type RunProcessEvent,
  type RunRefusedEvent,
  type RunReportEvent,
  type RunRollbackEvent,
  type RunStep,
  type RunStepEvent,
  type RunStepFailedEvent,
  type RunStepRetryingEvent,
} from './timeline/run.js';
export { timelineSvg, type TimelineSvgOptions } from './timeline/svg/timeline-svg.js';
export { timelineOf } from './timeline/timeline-of.js';
export type {
  ComponentTimeline,
  DeploymentTimeline,
  Outage,
  RollbackSpan,
  Span,
  StateSpan,
  StepOutcome,
  StepSpan,
  Timeline,
} from './timeline/timeline.js';
export { timersOf, type LifecycleTimer } from './timers.js';
export { TransitionError } from './transition-error.js';
export type { Fingerprint, Workload } from './workload.js';
