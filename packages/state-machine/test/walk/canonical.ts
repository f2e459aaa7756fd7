import type {
  DeploymentSnapshot,
  FailureReason,
  LifecyclePolicy,
  PlannedStep,
  StepFailure,
  StepInProgress,
  StoredRevision,
  Workload,
} from '@margo-sdk/state-machine';

// What grows without end, or what nothing that follows depends on, has to be forgotten for the walk to come to an end
// in time. What is forgotten is checked on each edge before. What is left is a snapshot again: the walk goes on from it.

const REASON: FailureReason = { code: 'BROKEN', message: 'broken' };

const unversioned = <T extends StoredRevision | null>(revision: T): T =>
  revision && { ...revision, manifestVersion: '1' };

const installs = ({ kind }: PlannedStep): boolean => kind !== 'prepare' && kind !== 'remove';

/** Preparations and removals have no last attempt, so the first stands for all. */
const attemptOf = (step: StepInProgress['step']): number => (installs(step) ? step.attempt : 1);

const renumbered = ({ step, stage, error }: StepInProgress, index: number): StepInProgress => ({
  step: { ...step, number: index + 1, attempt: attemptOf(step) },
  stage,
  since: index + 1,
  error: error && REASON,
});

/** Of what is in doubt, nothing but the place is ever asked for. */
const doubted = (workload: Workload): Workload =>
  workload.doubtful
    ? { ...workload, fingerprint: { ...workload.fingerprint, artifact: '', configuration: '' } }
    : workload;

/** Of the steps that touched something, only the components are ever asked for. */
const touched = (begun: readonly PlannedStep[]): PlannedStep[] =>
  [...new Set(begun.map(({ component }) => component))]
    .sort()
    .map((component) => ({ kind: 'install', component, placement: '' }));

const reasoned = (failure: StepFailure): StepFailure => ({ ...failure, error: REASON });

const text = (value: unknown): string => JSON.stringify(value);
const byText = (one: unknown, other: unknown): number => (text(one) < text(other) ? -1 : 1);

const byComponent = ({ step: one }: StepInProgress, { step: other }: StepInProgress): number =>
  byText([one.component, one.placement], [other.component, other.placement]);

export const canonical = (snapshot: DeploymentSnapshot, policy: LifecyclePolicy): DeploymentSnapshot => {
  const { phase, adopted, lastInstalled, waiting, workloads, begun, running, cutOff, failures, refusal } = snapshot;
  const isDone = phase === 'installed' || phase === 'removed';
  return {
    ...snapshot,
    adopted: unversioned(adopted),
    // Without rollbacks nobody asks for it.
    lastInstalled: policy.rollback === 'off' ? null : unversioned(lastInstalled),
    waiting:
      waiting?.kind === 'revision'
        ? { kind: 'revision', revision: unversioned(waiting.revision) }
        : waiting && { ...waiting, manifestVersion: '1' },
    workloads: workloads.map(doubted),
    begun: isDone ? [] : touched(begun),
    running: [...running].sort(byComponent).map(renumbered),
    cutOff: cutOff.map((one) => (one.isRemoval ? { ...one, attempt: 1 } : one)).sort(byText),
    stepCount: running.length,
    carrier: isDone ? (adopted?.components[0]?.name ?? null) : snapshot.carrier,
    failures: failures.map(reasoned).sort(byText),
    refusal: refusal && REASON,
    rollback: snapshot.rollback && { failure: snapshot.rollback.failure && reasoned(snapshot.rollback.failure) },
  };
};
