import type { DeploymentId, DeploymentStatusManifest, Digest } from '@margo-sdk/spec-model/models';
import { transition } from 'xstate';
import type { LifecycleEvent } from './event.js';
import { noFacts } from './facts.js';
import { deploymentMachine } from './machine.js';
import { statusReport } from './report.js';
import type { DeploymentFacts, DeploymentSnapshot, Phase, Step } from './snapshot.js';
import { TransitionError } from './transition-error.js';

/** Send this report. At most one comes of an event, and it comes before any other effect. */
export interface ReportEffect {
  readonly type: 'report';
  readonly report: DeploymentStatusManifest;
}

/** Find out whether the adopted revision can be applied here; answer with `checked` or `refused` (L-08, L-27). */
export interface CheckEffect {
  readonly type: 'check';
  /** Digest of the adopted revision. */
  readonly digest: Digest;
}

/** Do this step; answer with `step.succeeded` or `step.failed`. No other effect is pending meanwhile. */
export interface RunEffect {
  readonly type: 'run';
  readonly step: Step;
}

/** Nothing of the deployment is left: delete the snapshot once the last report was acknowledged. */
export interface ForgetEffect {
  readonly type: 'forget';
  readonly deploymentId: DeploymentId;
}

/** Everything a driver is asked to do. */
export type LifecycleEffect = ReportEffect | CheckEffect | RunEffect | ForgetEffect;

/** What comes of an event. */
export interface LifecycleOutcome {
  /** To be stored before the effects are performed (L-17). */
  readonly snapshot: DeploymentSnapshot;
  /** To be performed in this order. */
  readonly effects: readonly LifecycleEffect[];
}

/** Begins the lifecycle of a deployment of which nothing is known yet. */
export const startLifecycle = ({ deploymentId }: { readonly deploymentId: DeploymentId }): DeploymentSnapshot => ({
  version: 1,
  phase: 'unadopted',
  ...noFacts(deploymentId),
});

const stateOf = ({ version: _version, phase, ...context }: DeploymentSnapshot) =>
  deploymentMachine.resolveState({ value: phase, context });

const effectOf = (type: string, { adopted, running, deploymentId }: DeploymentFacts): readonly LifecycleEffect[] => {
  if (type === 'check' && adopted) return [{ type, digest: adopted.digest }];
  if (type === 'run' && running) return [{ type, step: running }];
  if (type === 'forget') return [{ type, deploymentId }];
  return [];
};

/** Reports are for changes of state (L-19); an adopted version that only advanced goes with the next one (L-25). */
const tell = (snapshot: DeploymentSnapshot): LifecycleOutcome => {
  const report = statusReport(snapshot);
  if (report === undefined) return { snapshot, effects: [] };
  const told = { status: report.status, components: report.components };
  if (JSON.stringify(told) === JSON.stringify(snapshot.told)) return { snapshot, effects: [] };
  return { snapshot: { ...snapshot, told }, effects: [{ type: 'report', report }] };
};

/**
 * Types of the events that a deployment can take where it stands. Answers are taken only if they name what was asked.
 */
export const allowedEvents = (snapshot: DeploymentSnapshot): readonly LifecycleEvent['type'][] => {
  const state = stateOf(snapshot);
  const known = (deploymentMachine.states[snapshot.phase]?.ownEvents ?? []) as LifecycleEvent['type'][];
  return known.filter((type) =>
    type === 'advance' || type === 'withdraw' ? state.can({ type, manifestVersion: 0n }) : true,
  );
};

/**
 * Takes a deployment one event further. Pure: the same snapshot and event always give the same outcome.
 *
 * The loop of a driver is: store the snapshot, perform the effects in order, feed what comes of them back as events.
 * After a restart it sends `resumed` with what is really there, for each stored snapshot, before anything else.
 * Every component waits for those listed before it, whatever its `wait` says: a device may support `true` only.
 *
 * @param snapshot Where the deployment stands, from {@link startLifecycle}, {@link restoreSnapshot} or the last call.
 * @param event What happened.
 * @throws {@link TransitionError} `ERR_TRANSITION_REFUSED` when the event cannot happen here.
 * @throws {@link RevisionError} `ERR_REVISION_INVALID` when the revision to adopt has no or ambiguous components.
 *
 * @example
 * ```ts
 * import { parseDeploymentId, parseDigest } from '@margo-sdk/spec-model/models';
 * import { nextLifecycle, startLifecycle, type LifecycleEvent } from '@margo-sdk/state-machine';
 *
 * const component = (name: string) => ({
 *   name,
 *   fingerprint: { placement: 'helm edge', artifact: `oci://registry.example/${name} 1.0.0`, configuration: '{}' },
 * });
 * const events: LifecycleEvent[] = [
 *   {
 *     type: 'adopt',
 *     revision: {
 *       digest: parseDigest(`sha256:${'0'.repeat(64)}`),
 *       manifestVersion: 7n,
 *       name: 'line-monitoring',
 *       components: [component('broker'), component('dashboard')],
 *     },
 *   },
 * ];
 *
 * let snapshot = startLifecycle({ deploymentId: parseDeploymentId('ad9b614e-8912-45f4-a523-372358765def') });
 * for (let event = events.shift(); event; event = events.shift()) {
 *   const next = nextLifecycle(snapshot, event);
 *   snapshot = next.snapshot;
 *   for (const effect of next.effects) {
 *     if (effect.type === 'report') console.log(effect.report.status.state, effect.report.components);
 *     if (effect.type === 'check') events.push({ type: 'checked', digest: effect.digest });
 *     if (effect.type === 'run') events.push({ type: 'step.succeeded', step: effect.step.number });
 *   }
 * }
 * console.log(snapshot.phase); // installed
 * ```
 */
export const nextLifecycle = (snapshot: DeploymentSnapshot, event: LifecycleEvent): LifecycleOutcome => {
  const state = stateOf(snapshot);
  if (!state.can(event)) throw new TransitionError(snapshot, event, allowedEvents(snapshot));

  const [next, actions] = transition(deploymentMachine, state, event);
  const told = tell({ version: 1, phase: next.value as Phase, ...next.context });
  return {
    snapshot: told.snapshot,
    effects: [...told.effects, ...actions.flatMap(({ type }) => effectOf(type, next.context))],
  };
};

/**
 * Tells what was last asked for, adopted or still waiting, so that a newly accepted manifest can be compared with it:
 * another digest is an `adopt`, the same one an `advance` (L-25), its absence a `withdraw` unless this is null already.
 *
 * @returns The digest of the wanted revision, null when nothing is to be left, undefined while nothing was asked for.
 */
export const desiredDigest = ({ phase, adopted, waiting }: DeploymentSnapshot): Digest | null | undefined => {
  if (waiting) return waiting.kind === 'revision' ? waiting.revision.digest : null;
  if (phase === 'removing' || phase === 'removed' || phase === 'removalFailed') return null;
  return adopted?.digest;
};
