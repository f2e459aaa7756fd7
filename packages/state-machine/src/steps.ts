import type { ComponentEvent } from './component-machine.js';
import type { Change, Known } from './facts.js';
import type { FailureReason } from './event.js';
import { changeOf, isInstallation, type PlannedStep } from './plan.js';
import type { ComponentSpec } from './revision.js';
import type { DeploymentFacts, Step, StepAttempt, StepFailure, StepInProgress } from './snapshot.js';
import { canTakeStepEvent, takeStepEvent } from './step-in-progress.js';
import { workloadKey, type Workload } from './workload.js';

// What steps do to the facts: starting them, and what comes of them.

/**
 * Whether two steps are the same thing to do, whichever attempt they are. What was an upgrade is an installation once it
 * went wrong half-way, and is the same thing still.
 */
export const sameStep =
  (one: PlannedStep) =>
  (other: PlannedStep): boolean =>
    one.component === other.component &&
    one.placement === other.placement &&
    (one.kind === 'remove') === (other.kind === 'remove');

const isListed = ({ adopted }: Known, { component }: PlannedStep): boolean =>
  adopted?.components.some(({ name }) => name === component) ?? false;

/** The component that a step is about, in the revision that it belongs to. */
export const specOf = (
  { adopted, lastInstalled }: Pick<DeploymentFacts, 'adopted' | 'lastInstalled'>,
  step: Step,
): ComponentSpec | undefined => {
  const revision = step.digest === adopted?.digest ? adopted : lastInstalled;
  return revision?.components.find(({ name }) => name === step.component);
};

/** Whether what is behind a component has to wait until it is ready (L-05). */
const waits = ({ policy, adopted, lastInstalled, rollback }: Known, component: string): boolean => {
  const revision = rollback === null ? adopted : lastInstalled;
  const spec = revision?.components.find(({ name }) => name === component);
  return !policy.honourNoWait || spec?.wait !== false;
};

/**
 * A component that does not wait lets those behind it start once it is put in place (L-05). Between its attempts a
 * removal holds up nothing but installations: one that fails does not stop the others (L-15). Of one component that was
 * found in two places, only one is removed at a time.
 */
const lets =
  (facts: Known, next: PlannedStep) =>
  ({ step, stage }: StepInProgress): boolean => {
    if (step.kind === 'remove')
      return stage === 'pausing' && next.kind === 'remove' && next.component !== step.component;
    return !waits(facts, step.component) && stage === 'settling' && next.kind !== 'remove';
  };

/** Whether nothing that is in progress holds up the next step; false when there is none. */
export const isFree = (facts: Known): boolean => {
  const [next] = facts.ahead;
  return next !== undefined && facts.running.every(lets(facts, next));
};

/**
 * A listed component that fails stops everything (L-07). A dropped one that cannot be removed stops only what was to
 * come after it on purpose, the listed ones (L-10), and not the removal of the others (L-15).
 */
export const isStopped = (facts: Known): boolean => {
  const [next] = facts.ahead;
  if (facts.failures.length === 0 || isToBeFinished(facts)) return false;
  return facts.failures.some(({ step }) => isListed(facts, step)) || (next !== undefined && isListed(facts, next));
};

/** A rollback that fails stops as well, and the next wish or nothing follows (L-16). */
export const isRollbackStopped = (facts: Known): boolean => facts.rollback?.failure != null && !isToBeFinished(facts);

/** Whether an attempt was made at this step. */
export const isAttemptAt =
  (next: PlannedStep) =>
  ({ component, placement, isRemoval }: StepAttempt): boolean =>
    component === next.component && placement === next.placement && isRemoval === (next.kind === 'remove');

/**
 * Whether a restart has cut the next step off beside what failed: then it is finished, as it would have been (L-05).
 * Behind a component that it has to wait for it is not begun again (L-07).
 */
const isToBeFinished = (facts: Known): boolean => {
  const { ahead, cutOff, failures, rollback } = facts;
  const [next] = ahead;
  const failed = rollback?.failure ? [rollback.failure] : failures;
  return (
    next !== undefined && cutOff.some(isAttemptAt(next)) && failed.every(({ step }) => !waits(facts, step.component))
  );
};

export const startNext = (facts: Known): Change => {
  const { adopted, lastInstalled, rollback, begun, running, cutOff, stepCount } = facts;
  const [next, ...ahead] = facts.ahead;
  if (next === undefined) return {};
  const number = stepCount + 1;
  const step = {
    ...next,
    number,
    attempt: cutOff.find(isAttemptAt(next))?.attempt ?? 1,
    digest: (rollback === null ? adopted : lastInstalled)?.digest ?? null,
  };
  const touches = next.kind !== 'prepare' && rollback === null && !begun.some(sameStep(next));
  return {
    running: [...running, { step, stage: 'working', since: number, error: null }],
    stepCount: number,
    begun: touches ? [...begun, next] : begun,
    ahead,
    cutOff: cutOff.filter((one) => !isAttemptAt(next)(one)),
  };
};

/** Installations that are out of time have failed, although their runtimes have not answered yet (L-06). */
export const outOfTime = ({ running }: Pick<DeploymentFacts, 'running'>): readonly StepFailure[] =>
  running.flatMap(({ step: { kind, component, placement }, stage, error }) =>
    stage === 'cancelling' && error !== null && isInstallation(kind)
      ? [{ step: { kind, component, placement }, error }]
      : [],
  );

/** The step that an answer names, or undefined. */
export const inProgress = ({ running }: Known, number: number): StepInProgress | undefined =>
  running.find(({ step }) => step.number === number);

/** Whether an event can happen to a step that is in progress. */
export const canTake = (facts: Known, number: number, event: ComponentEvent): boolean => {
  const progress = inProgress(facts, number);
  return progress !== undefined && canTakeStepEvent(progress, event, facts.policy.maxAttempts);
};

/** What comes of an event that happens to a step; nothing when it cannot. */
export const takeForStep = (facts: Known, number: number, event: ComponentEvent): Change => {
  const before = inProgress(facts, number);
  const outcome = before && takeStepEvent(before, event, facts.policy.maxAttempts);
  if (before === undefined || outcome === undefined) return {};
  const { end, progress } = outcome;
  if (end === null) return goesOn(facts, before, progress);

  const others = facts.running.filter(({ step }) => step.number !== number);
  const { kind } = progress.step;
  const { workloads } = facts;
  const isProved = end === 'done' || event.type === 'succeeded';
  return {
    running: others,
    workloads: kind === 'prepare' ? workloads : isProved ? placed(facts, progress) : doubted(facts, progress),
    ...(end === 'failed' && progress.error !== null ? failed(facts, progress.step, progress.error) : {}),
  };
};

const goesOn = (facts: Known, before: StepInProgress, progress: StepInProgress): Change => {
  const { workloads, stepCount, waiting } = facts;
  const isNewAttempt = progress.step.attempt !== before.step.attempt;
  const number = isNewAttempt ? stepCount + 1 : progress.step.number;
  const next = { ...progress, step: { ...progress.step, number } };
  // Nothing is tried again while something else is wanted (L-12).
  const isOver = next.stage === 'pausing' && waiting !== null;
  return {
    running: facts.running.flatMap((one) => (one === before ? (isOver ? [] : [next]) : [one])),
    stepCount: isNewAttempt ? number : stepCount,
    workloads: leavesSomething(next) ? doubted(facts, next) : workloads,
  };
};

/** Something was put in place that is not ready yet, or an attempt has gone wrong half-way. */
const leavesSomething = ({ step, stage }: StepInProgress): boolean =>
  stage === 'settling' || (stage === 'pausing' && step.kind !== 'prepare');

/** A preparation that fails refuses the revision (L-08); a rollback that fails is not reported (L-16). */
const failed = (facts: Known, { kind, component, placement }: PlannedStep, error: FailureReason): Change => {
  const { failures } = facts;
  const failure = { step: { kind, component, placement }, error };
  if (facts.rollback !== null) return { rollback: { failure } };
  if (kind !== 'prepare') return { failures: [...failures, failure] };
  return { refusal: { code: error.code, message: `${component} could not be prepared: ${error.message}` } };
};

/** Puts a workload in its place, or takes what is there away. */
const withWorkload = (workloads: readonly Workload[], step: PlannedStep, now: Workload | undefined) => {
  const key = workloadKey(step.component, step.placement);
  const place = workloads.findIndex(({ name, fingerprint }) => workloadKey(name, fingerprint.placement) === key);
  if (place === -1) return now ? [...workloads, now] : workloads;
  return now ? workloads.with(place, now) : workloads.toSpliced(place, 1);
};

const wantedWorkload = (facts: Known, step: Step): Workload | undefined => {
  const spec = specOf(facts, step);
  return spec && { name: spec.name, fingerprint: spec.fingerprint };
};

const placed = (facts: Known, { step }: StepInProgress): readonly Workload[] =>
  withWorkload(facts.workloads, step, step.kind === 'remove' ? undefined : wantedWorkload(facts, step));

/** What is left of a step that went wrong is unknown, so it counts as there until its removal has succeeded. */
const doubted = (facts: Known, { step }: StepInProgress): readonly Workload[] => {
  const { workloads } = facts;
  const key = workloadKey(step.component, step.placement);
  const before = workloads.find(({ name, fingerprint }) => workloadKey(name, fingerprint.placement) === key);
  const there = step.kind === 'remove' ? before : wantedWorkload(facts, step);
  return there ? withWorkload(workloads, step, { ...there, doubtful: true }) : workloads;
};

/** Calls off what a runtime is at; it still has to answer. */
export const cancelAll = (facts: Known): Change =>
  facts.running.reduce<Known>(
    (known, { step }) => ({ ...known, ...takeForStep(known, step.number, { type: 'cancel' }) }),
    facts,
  );

/** The component is still there, but nobody can say how (L-20). */
export const recordGaveUp = (facts: Known, component: string, error: FailureReason): Change => {
  const { workloads, failures } = facts;
  const there = installedAs(facts, component);
  if (there === undefined) return {};
  const step = { kind: 'install', component, placement: there.fingerprint.placement } as const;
  return {
    workloads: withWorkload(workloads, step, { ...there, doubtful: true }),
    failures: [...failures, { step, error }],
  };
};

/** The workload of a component that is there as the adopted revision wants it, and that no step is at. */
export const installedAs = ({ adopted, workloads, running }: Known, component: string): Workload | undefined => {
  const spec = adopted?.components.find(({ name }) => name === component);
  if (spec === undefined || running.some(({ step }) => step.component === component)) return undefined;
  const there = workloads.filter(({ name }) => name === component);
  return changeOf(spec, there) === 'keep' ? there[0] : undefined;
};
