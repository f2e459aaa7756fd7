export { COMPONENT_MOVES } from './component-moves.js';
export { LEFTOVER_NOT_REMOVED } from './component.js';
export { lifecycleDiagram } from './diagram.js';
export type {
  AdoptEvent,
  AdvanceEvent,
  CheckedEvent,
  FailureReason,
  LifecycleEvent,
  RefusedEvent,
  ResumedEvent,
  StepFailedEvent,
  StepSucceededEvent,
  WithdrawEvent,
} from './event.js';
export { fleetView, type FleetFacts, type FleetState, type FleetView, type PublishedRun } from './fleet-view.js';
export {
  allowedEvents,
  desiredDigest,
  nextLifecycle,
  startLifecycle,
  type CheckEffect,
  type ForgetEffect,
  type LifecycleEffect,
  type LifecycleOutcome,
  type ReportEffect,
  type RunEffect,
} from './lifecycle.js';
export { planChange, planRemoval, type ComponentChange, type Plan, type PlannedStep, type StepKind } from './plan.js';
export { statusReport } from './report.js';
export { restoreSnapshot, SnapshotError } from './restore-snapshot.js';
export { RevisionError, type ComponentSpec, type Revision, type StoredRevision } from './revision.js';
export {
  PHASES,
  type DeploymentFacts,
  type DeploymentSnapshot,
  type Phase,
  type Step,
  type StepFailure,
  type Wish,
} from './snapshot.js';
export { TransitionError } from './transition-error.js';
export type { Fingerprint, Workload } from './workload.js';
