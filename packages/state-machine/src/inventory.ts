import { listedNames, wayBack, wayTo, type Change, type Known } from './facts.js';
import { planChange, planRemoval, type PlannedStep } from './plan.js';
import type { StepAttempt, StepInProgress } from './snapshot.js';
import { sameStep } from './steps.js';
import { workloadKey, type Workload } from './workload.js';

// What a restart does to the facts (L-17).

/** The attempt that was under way is made again; one that had failed already counts. */
const cutOff = ({ step, stage }: StepInProgress): StepAttempt => ({
  component: step.component,
  placement: step.placement,
  isRemoval: step.kind === 'remove',
  attempt: stage === 'pausing' ? step.attempt + 1 : step.attempt,
});

/**
 * What was found on start is the truth; whatever ran then runs no more, and what was told may be lost (L-17, L-19).
 * A runtime lists it in any order, so the order that is remembered stays: it decides what a plan removes first, and a
 * restart must not change that (invariant 5). What is new comes last, where its step would have put it.
 */
export const takeInventory = (facts: Known, found: readonly Workload[]): Change => {
  const { workloads, running } = facts;
  const byPlace = new Map<string, Workload>();
  for (const { name, fingerprint, doubtful } of found) {
    const { placement, artifact, configuration } = fingerprint;
    byPlace.set(workloadKey(name, placement), {
      name,
      fingerprint: { placement, artifact, configuration },
      ...(doubtful ? { doubtful } : {}),
    });
  }
  const remembered = workloads.map(({ name, fingerprint }) => workloadKey(name, fingerprint.placement));
  const places = new Set([...remembered, ...[...byPlace.keys()].sort()]);
  return {
    workloads: [...places].flatMap((place) => byPlace.get(place) ?? []),
    running: [],
    cutOff: [...facts.cutOff.filter((attempt) => !running.some(isAt(attempt))), ...running.map(cutOff)],
    told: null,
  };
};

const isAt =
  ({ component, placement, isRemoval }: StepAttempt) =>
  ({ step }: StepInProgress): boolean =>
    component === step.component && placement === step.placement && isRemoval === (step.kind === 'remove');

/** Goes on from what was found: what is done is not repeated, what failed for good is not tried again (L-17). */
const replan = ({ failures }: Known, steps: readonly PlannedStep[]): Change => {
  const remaining = failures.filter(({ step }) => steps.some(sameStep(step)));
  return {
    failures: remaining,
    ahead: steps.filter((step) => !remaining.some((failure) => sameStep(step)(failure.step))),
  };
};

/** Nothing was touched yet: all of it is planned again. */
export const replanAll = (facts: Known): Change => (facts.adopted === null ? {} : wayTo(facts, facts.adopted));

export const replanChange = (facts: Known): Change =>
  replan(facts, planChange(facts.workloads, facts.adopted?.components ?? [], facts.policy).steps);

export const replanRemoval = (facts: Known): Change =>
  replan(facts, planRemoval(facts.workloads, listedNames(facts.adopted)));

export const replanRollback = (facts: Known): Change =>
  facts.lastInstalled === null ? {} : wayBack(facts, facts.lastInstalled);
