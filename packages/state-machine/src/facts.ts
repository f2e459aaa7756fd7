import type { DeploymentId } from '@margo-sdk/spec-model/models';
import type { LifecyclePolicy } from './policy.js';
import { planChange, planPreparation, planRemoval, type PlannedStep } from './plan.js';
import type { StoredRevision } from './revision.js';
import type { DeploymentFacts, Wish } from './snapshot.js';
import type { Workload } from './workload.js';

// What wishes do to the facts: each takes them as they were and gives what changes.

/** The facts, and how to judge them; a policy is not a part of what is remembered. */
export interface Known extends DeploymentFacts {
  readonly policy: LifecyclePolicy;
}

/** What changes. */
export type Change = Partial<DeploymentFacts>;

/** Names of the components in the order of the deployment profile. */
export const listedNames = (adopted: StoredRevision | null): readonly string[] =>
  adopted?.components.map(({ name }) => name) ?? [];

/** What is known of a deployment of which nothing is known. */
export const noFacts = (deploymentId: DeploymentId): DeploymentFacts => ({
  deploymentId,
  adopted: null,
  lastInstalled: null,
  waiting: null,
  workloads: [],
  begun: [],
  ahead: [],
  running: [],
  cutOff: [],
  stepCount: 0,
  carrier: null,
  failures: [],
  refusal: null,
  rollback: null,
  told: null,
});

const ANEW: Change = {
  waiting: null,
  begun: [],
  cutOff: [],
  failures: [],
  refusal: null,
  rollback: null,
  told: null,
};

/** The first listed component that the steps change, else the first listed. */
export const carrierOf = (listed: readonly string[], steps: readonly PlannedStep[]): string | null => {
  const changed = new Set(steps.map(({ component }) => component));
  return listed.find((name) => changed.has(name)) ?? listed[0] ?? null;
};

/** What leads to a revision: first all that is to be fetched, then all that is to be done. */
export const wayTo = ({ workloads, policy }: Known, { components }: StoredRevision): Change => {
  const { steps } = planChange(workloads, components, policy);
  const carrier = carrierOf(
    components.map(({ name }) => name),
    steps,
  );
  return { ahead: [...planPreparation(steps), ...steps], carrier };
};

/** A revision is adopted the moment planning for it starts, whatever comes of it (L-12). */
export const takeUpRevision = (facts: Known, revision: StoredRevision): Change => ({
  ...ANEW,
  adopted: revision,
  ...wayTo(facts, revision),
});

/** What leads to nothing being left. */
const wayOut = (workloads: readonly Workload[], adopted: StoredRevision | null): Change => {
  const listed = listedNames(adopted);
  const ahead = planRemoval(workloads, listed);
  return { ahead, carrier: carrierOf(listed, ahead) };
};

/** The reports of a removal carry the version of the manifest that dropped the deployment (L-18). */
export const takeUpWithdrawal = ({ adopted, workloads }: Known, manifestVersion: string): Change => ({
  ...ANEW,
  adopted: adopted && { ...adopted, manifestVersion },
  lastInstalled: null,
  ...wayOut(workloads, adopted),
});

/** Only the newest wish waits; those between are skipped (L-12). Nothing is tried again for a wish that is past. */
export const wait = ({ running }: Known, waiting: Wish): Change => ({
  waiting,
  running: running.filter(({ stage }) => stage !== 'pausing'),
});

export const takeUpWaiting = (facts: Known): Change => {
  if (facts.waiting === null) return {};
  return facts.waiting.kind === 'revision'
    ? takeUpRevision(facts, facts.waiting.revision)
    : takeUpWithdrawal(facts, facts.waiting.manifestVersion);
};

/** Another attempt at what has failed for good: planned anew from what is there (L-15). */
export const takeUpAgain = (facts: Known): Change =>
  facts.adopted === null ? {} : takeUpRevision(facts, facts.adopted);

export const takeUpRemovalAgain = (facts: Known): Change => ({
  ...ANEW,
  ...wayOut(facts.workloads, facts.adopted),
});

/** A newer manifest holds the digest last wanted; the next report says so, no report is made for it (L-25). */
export const advance = ({ waiting, adopted }: Known, manifestVersion: string): Change =>
  waiting?.kind === 'revision'
    ? { waiting: { ...waiting, revision: { ...waiting.revision, manifestVersion } } }
    : { adopted: adopted && { ...adopted, manifestVersion } };

/** The whole revision is in place, and nothing else is (L-16). */
export const noteInstalled = ({ adopted }: Known): Change => ({ lastInstalled: adopted, cutOff: [] });

/** Whether what runs is to be, and is not yet, what was last installed; a rollback is begun once (L-16). */
export const isToRollBack = ({ policy, rollback, adopted, lastInstalled, workloads }: Known): boolean =>
  policy.rollback === 'last-installed' &&
  rollback === null &&
  lastInstalled !== null &&
  lastInstalled.digest !== adopted?.digest &&
  planChange(workloads, lastInstalled.components).steps.length > 0;

/**
 * What runs is to be what was last installed; the report goes on to speak of the adopted revision (L-16). There is no
 * preparation: what was installed once is asked for as it was.
 */
export const takeUpRollback = ({ lastInstalled, workloads, policy }: Known): Change => ({
  rollback: { failure: null },
  cutOff: [],
  ahead: planChange(workloads, lastInstalled?.components ?? [], policy).steps,
});
