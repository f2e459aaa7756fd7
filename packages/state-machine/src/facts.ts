import type { DeploymentId } from '@margo-sdk/spec-model/models';
import type { FailureReason } from './event.js';
import { planChange, planRemoval, type PlannedStep } from './plan.js';
import type { StoredRevision } from './revision.js';
import type { DeploymentFacts, Wish } from './snapshot.js';
import { workloadKey, type Workload } from './workload.js';

// What the transitions of the machine do to the facts: each takes them as they were and gives what changes.

type Change = Partial<DeploymentFacts>;

const sameStep =
  (one: PlannedStep) =>
  (other: PlannedStep): boolean =>
    one.kind === other.kind && one.component === other.component && one.placement === other.placement;

const listedNames = (adopted: StoredRevision | null): readonly string[] =>
  adopted?.components.map(({ name }) => name) ?? [];

/** What is known of a deployment of which nothing is known. */
export const noFacts = (deploymentId: DeploymentId): DeploymentFacts => ({
  deploymentId,
  adopted: null,
  waiting: null,
  workloads: [],
  begun: [],
  ahead: [],
  running: null,
  stepCount: 0,
  failures: [],
  refusal: null,
  told: null,
});

/** A revision is adopted the moment planning for it starts, whatever comes of it (L-12). */
export const takeUpRevision = ({ workloads }: DeploymentFacts, revision: StoredRevision): Change => ({
  adopted: revision,
  waiting: null,
  begun: [],
  ahead: planChange(workloads, revision.components).steps,
  failures: [],
  refusal: null,
  told: null,
});

/** The reports of a removal carry the version of the manifest that dropped the deployment (L-18). */
export const takeUpWithdrawal = ({ adopted, workloads }: DeploymentFacts, manifestVersion: string): Change => ({
  adopted: adopted && { ...adopted, manifestVersion },
  waiting: null,
  begun: [],
  ahead: planRemoval(workloads, listedNames(adopted)),
  failures: [],
  refusal: null,
  told: null,
});

/** Only the newest wish waits; those between are skipped (L-12). */
export const wait = (waiting: Wish): Change => ({ waiting });

export const takeUpWaiting = (facts: DeploymentFacts): Change => {
  if (facts.waiting === null) return {};
  return facts.waiting.kind === 'revision'
    ? takeUpRevision(facts, facts.waiting.revision)
    : takeUpWithdrawal(facts, facts.waiting.manifestVersion);
};

/** A newer manifest holds the digest last wanted; the next report says so, no report is made for it (L-25). */
export const advance = ({ waiting, adopted }: DeploymentFacts, manifestVersion: string): Change =>
  waiting?.kind === 'revision'
    ? { waiting: { ...waiting, revision: { ...waiting.revision, manifestVersion } } }
    : { adopted: adopted && { ...adopted, manifestVersion } };

export const startStep = ({ adopted, ahead: [next, ...ahead], begun, stepCount }: DeploymentFacts): Change => {
  if (next === undefined) return {};
  const number = stepCount + 1;
  return {
    running: { ...next, number, digest: adopted?.digest ?? null },
    stepCount: number,
    begun: begun.some(sameStep(next)) ? begun : [...begun, next],
    ahead,
  };
};

/** Puts a workload in its place, or takes what is there away. */
const withWorkload = (workloads: readonly Workload[], step: PlannedStep, now: Workload | undefined) => {
  const key = workloadKey(step.component, step.placement);
  const place = workloads.findIndex(({ name, fingerprint }) => workloadKey(name, fingerprint.placement) === key);
  if (place === -1) return now ? [...workloads, now] : workloads;
  return now ? workloads.with(place, now) : workloads.toSpliced(place, 1);
};

const wantedWorkload = ({ adopted }: DeploymentFacts, { component }: PlannedStep): Workload | undefined => {
  const spec = adopted?.components.find(({ name }) => name === component);
  return spec && { name: spec.name, fingerprint: spec.fingerprint };
};

export const recordSuccess = (facts: DeploymentFacts): Change => {
  const { running, workloads } = facts;
  if (running === null) return {};
  const now = running.kind === 'remove' ? undefined : wantedWorkload(facts, running);
  return { running: null, workloads: withWorkload(workloads, running, now) };
};

/** What a failed step leaves behind is unknown, so it counts as there until its removal has succeeded. */
export const recordFailure = (facts: DeploymentFacts, error: FailureReason): Change => {
  const { running, workloads, failures } = facts;
  if (running === null) return {};
  const { number: _number, digest: _digest, ...step } = running;
  const key = workloadKey(step.component, step.placement);
  const before = workloads.find(({ name, fingerprint }) => workloadKey(name, fingerprint.placement) === key);
  const there = step.kind === 'remove' ? before : wantedWorkload(facts, step);
  return {
    running: null,
    workloads: there ? withWorkload(workloads, step, { ...there, doubtful: true }) : workloads,
    failures: [...failures, { step, error }],
  };
};

export const recordRefusal = (error: FailureReason): Change => ({ refusal: error });

/**
 * What was found on start is the truth; whatever ran then runs no more, and what was told may be lost (L-17, L-19).
 * A runtime lists it in any order, so the order that is remembered stays: it decides what a plan removes first, and a
 * restart must not change that (invariant 5). What is new comes last, where its step would have put it.
 */
export const takeInventory = ({ workloads }: DeploymentFacts, found: readonly Workload[]): Change => {
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
  return { workloads: [...places].flatMap((place) => byPlace.get(place) ?? []), running: null, told: null };
};

/** Goes on from what was found: what is done is not repeated, what failed for good is not tried again (L-17). */
const replan = (facts: DeploymentFacts, steps: readonly PlannedStep[]): Change => {
  const failures = facts.failures.filter(({ step }) => steps.some(sameStep(step)));
  return { failures, ahead: steps.filter((step) => !failures.some((failure) => sameStep(step)(failure.step))) };
};

export const replanChange = (facts: DeploymentFacts): Change =>
  replan(facts, planChange(facts.workloads, facts.adopted?.components ?? []).steps);

export const replanRemoval = (facts: DeploymentFacts): Change =>
  replan(facts, planRemoval(facts.workloads, listedNames(facts.adopted)));
