import type { DeploymentId, DeploymentStatusManifest, Digest } from '@margo-sdk/spec-model/models';
import type { LifecycleEvent } from './event.js';
import { noFacts } from './facts.js';
import { deploymentMachine } from './machine.js';
import { DEFAULT_POLICY, type LifecyclePolicy } from './policy.js';
import { pureMachine, type EffectAction } from './pure-machine.js';
import { saysTheSame, statusReport } from './report.js';
import type { DeploymentSnapshot, Phase, Step } from './snapshot.js';
import { timersOf } from './timers.js';
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

/**
 * Do this step, beside what is in progress already; answer with `step.succeeded` or `step.failed`, and with
 * `step.applied` before if the component is in place and only has to become ready (L-05).
 */
export interface RunEffect {
  readonly type: 'run';
  readonly step: Step;
}

/**
 * Call this step off if that is possible, and answer with `step.cancelled`; if it is not, with what comes of the step in
 * the end. May be said more than once.
 */
export interface CancelEffect {
  readonly type: 'cancel';
  /** {@link Step.number} of the attempt. */
  readonly step: number;
}

/** Nothing of the deployment is left: delete the snapshot once the last report was acknowledged. */
export interface ForgetEffect {
  readonly type: 'forget';
  readonly deploymentId: DeploymentId;
}

/** Everything a driver is asked to do. */
export type LifecycleEffect = ReportEffect | CheckEffect | RunEffect | CancelEffect | ForgetEffect;

/** What comes of an event. */
export interface LifecycleOutcome {
  /** To be stored before the effects are performed (L-17). */
  readonly snapshot: DeploymentSnapshot;
  /** To be performed in this order. */
  readonly effects: readonly LifecycleEffect[];
}

/** Begins the lifecycle of a deployment of which nothing is known yet. */
export const startLifecycle = ({ deploymentId }: { readonly deploymentId: DeploymentId }): DeploymentSnapshot => ({
  version: 2,
  phase: 'unadopted',
  ...noFacts(deploymentId),
});

const deployment = pureMachine(deploymentMachine);

const stateOf = ({ version: _version, phase, ...facts }: DeploymentSnapshot, policy: LifecyclePolicy) =>
  deployment.at(phase, { ...facts, policy });

const effectsOf = (
  { type, params }: EffectAction,
  { adopted, running, deploymentId }: DeploymentSnapshot,
): readonly LifecycleEffect[] => {
  switch (type) {
    case 'check':
      return adopted ? [{ type, digest: adopted.digest }] : [];
    case 'run': {
      const { step } = params as { readonly step: number };
      return running.flatMap((one) => (one.step.number === step ? [{ type, step: one.step }] : []));
    }
    case 'cancel':
      return (params as { readonly steps: readonly number[] }).steps.map((step) => ({ type, step }));
    case 'forget':
      return [{ type, deploymentId }];
    default:
      return [];
  }
};

/** Reports are for changes of state (L-19); an adopted version that only advanced goes with the next one (L-25). */
const tell = (snapshot: DeploymentSnapshot, policy: LifecyclePolicy): LifecycleOutcome => {
  const report = statusReport(snapshot, policy);
  if (report === undefined) return { snapshot, effects: [] };
  const told = { status: report.status, components: report.components };
  if (snapshot.told !== null && saysTheSame(told, snapshot.told)) return { snapshot, effects: [] };
  return { snapshot: { ...snapshot, told }, effects: [{ type: 'report', report }] };
};

/** Types of events that are allowed or not whatever they hold; all others name what they answer. */
const WISHES = ['advance', 'withdraw'] as const;
/** What may be answered to a step depends on how far it has come. */
const ANSWERS = ['step.applied', 'step.succeeded', 'step.failed', 'step.cancelled'] as const;
const ANY_ERROR = { code: '', message: '' };

/**
 * Types of the events that a deployment can take where it stands. Answers are taken only if they name what was asked,
 * timers only if they are set.
 */
export const allowedEvents = (
  snapshot: DeploymentSnapshot,
  policy: LifecyclePolicy = DEFAULT_POLICY,
): readonly LifecycleEvent['type'][] => {
  const state = stateOf(snapshot, policy);
  const known = (deploymentMachine.states[snapshot.phase]?.ownEvents ?? []) as LifecycleEvent['type'][];
  return known.filter((type) => {
    const wish = WISHES.find((one) => one === type);
    if (wish !== undefined) return state.can({ type: wish, manifestVersion: 0n });
    const answer = ANSWERS.find((one) => one === type);
    if (answer !== undefined)
      return snapshot.running.some(({ step }) => state.can({ type: answer, step: step.number, error: ANY_ERROR }));
    if (type === 'timer') return timersOf(snapshot, policy).length > 0;
    if (type === 'component.gaveUp')
      return snapshot.workloads.some(({ name }) => state.can({ type, component: name, error: ANY_ERROR }));
    return true;
  });
};

/**
 * Takes a deployment one event further. Pure: the same snapshot and event always give the same outcome.
 *
 * The loop of a driver is: store the snapshot, perform the effects in order, feed what comes of them back as events.
 * After a restart it sends `resumed` with what is really there, for each stored snapshot, before anything else.
 * Between events it keeps the timers of {@link timersOf}.
 *
 * @param snapshot Where the deployment stands, from {@link startLifecycle}, {@link restoreSnapshot} or the last call.
 * @param event What happened.
 * @param policy What the specification leaves open; give the same one for all events of a device.
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
export const nextLifecycle = (
  snapshot: DeploymentSnapshot,
  event: LifecycleEvent,
  policy: LifecyclePolicy = DEFAULT_POLICY,
): LifecycleOutcome => {
  const state = stateOf(snapshot, policy);
  if (!state.can(event)) throw new TransitionError(snapshot, event, allowedEvents(snapshot, policy));

  const [next, actions] = deployment.next(state, event);
  const { policy: _policy, ...facts } = next.context;
  const told = tell({ version: 2, phase: next.value as Phase, ...facts }, policy);
  return {
    snapshot: told.snapshot,
    effects: [...told.effects, ...actions.flatMap((action) => effectsOf(action, told.snapshot))],
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
