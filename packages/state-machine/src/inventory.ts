import { listedNames, wayTo, type Change, type Known } from './facts.js';
import { planChange, planRemoval, type PlannedStep } from './plan.js';
import type { StepAttempt, StepInProgress } from './snapshot.js';
import { isAttemptAt, outOfTime, sameStep } from './steps.js';
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
  const { workloads, running, failures, rollback } = facts;
  const late = outOfTime(facts);
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
    // Preparations may be tried for ever: theirs need not go on counting, and would count for what they prepare.
    cutOff: [
      ...facts.cutOff.filter((attempt) => !running.some(({ step }) => isAttemptAt(step)(attempt))),
      ...running.filter(({ step }) => step.kind !== 'prepare').map(cutOff),
    ],
    // What ran out of time has been reported as failed already.
    ...(rollback === null
      ? { failures: [...failures, ...late] }
      : { rollback: { failure: late[0] ?? rollback.failure } }),
    told: null,
  };
};

/**
 * Goes on from what was found: what is done is not repeated, what failed for good is not tried again (L-17). Only a
 * removal that failed is forgotten once there is nothing left to be removed.
 */
const replan = ({ failures }: Known, steps: readonly PlannedStep[]): Change => {
  const remaining = failures.filter(({ step }) => step.kind !== 'remove' || steps.some(sameStep(step)));
  return {
    failures: remaining,
    ahead: steps.filter((step) => !remaining.some((failure) => sameStep(step)(failure.step))),
  };
};

/** Nothing was touched yet, or all was done and has changed since: it is planned as for a new revision. */
export const replanAll = (facts: Known): Change =>
  facts.adopted === null ? {} : { begun: [], ...wayTo(facts, facts.adopted) };

export const replanChange = (facts: Known): Change =>
  replan(facts, planChange(facts.workloads, facts.adopted?.components ?? [], facts.policy).steps);

export const replanRemoval = (facts: Known): Change =>
  replan(facts, planRemoval(facts.workloads, listedNames(facts.adopted)));

export const replanRollback = (facts: Known): Change => {
  const { lastInstalled, rollback, workloads, policy } = facts;
  if (lastInstalled === null) return {};
  const { steps } = planChange(workloads, lastInstalled.components, policy);
  const failure = rollback?.failure ?? null;
  return { ahead: failure === null ? steps : steps.filter((step) => !sameStep(step)(failure.step)) };
};
