import { DEFAULT_POLICY, type LifecyclePolicy } from './policy.js';
import { isInstallation } from './plan.js';
import type { DeploymentSnapshot, StepInProgress } from './snapshot.js';
import { specOf } from './steps.js';

/** A moment at which a `timer` event is to be sent, unless the timer is not set any more by then. */
export interface LifecycleTimer {
  /** Goes into the event. A timer keeps its name for as long as it is set, and no other ever has it. */
  readonly timer: string;
  /** Shortest and longest time after the snapshot that set it, in milliseconds; in between let chance decide. */
  readonly minMs: number;
  readonly maxMs: number;
}

export type TimerKind = 'timeout' | 'retry';

const after = (timer: string, ms: number): LifecycleTimer => ({ timer, minMs: ms, maxMs: ms });

const retryOf = ({ step }: StepInProgress, { backoff }: LifecyclePolicy): LifecycleTimer => {
  const delay = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(step.attempt - 1, 40));
  return { timer: `retry ${step.number}`, minMs: delay / 2, maxMs: delay };
};

const timeoutOf = ({ step, since }: StepInProgress, spec: number | undefined, policy: LifecyclePolicy) => {
  if (step.kind === 'prepare') return after(`timeout ${step.number}`, policy.prepareTimeoutMs);
  if (step.kind === 'remove') return after(`timeout ${step.number}`, policy.removeTimeoutMs);
  return after(`timeout ${since}`, spec ?? policy.installTimeoutMs);
};

/** The timers of one step, of which both have the step's own number or that of its first attempt. */
export const timersOfStep = (
  facts: Pick<DeploymentSnapshot, 'adopted' | 'lastInstalled'>,
  progress: StepInProgress,
  policy: LifecyclePolicy,
): Readonly<Partial<Record<TimerKind, LifecycleTimer>>> => {
  const { step, stage } = progress;
  if (stage === 'cancelling') return {};
  return {
    ...(stage === 'pausing' ? { retry: retryOf(progress, policy) } : {}),
    ...(stage !== 'pausing' || isInstallation(step.kind)
      ? { timeout: timeoutOf(progress, specOf(facts, step)?.timeoutMs, policy) }
      : {}),
  };
};

/** The step that a timer was set for. */
export const stepOfTimer = (
  facts: Pick<DeploymentSnapshot, 'adopted' | 'lastInstalled' | 'running'>,
  kind: TimerKind,
  timer: string,
  policy: LifecyclePolicy,
): StepInProgress | undefined =>
  facts.running.find((progress) => timersOfStep(facts, progress, policy)[kind]?.timer === timer);

/**
 * The timers that are set where a deployment stands: for the end of the time that a step may take (L-06), and for
 * another attempt (L-15). After each event compare them with those before: what is new starts to run, what is missing is
 * stopped. After a restart all of them start anew: time in which nothing ran does not count.
 *
 * @example
 * ```ts
 * import { parseDeploymentId } from '@margo-sdk/spec-model/models';
 * import { startLifecycle, timersOf } from '@margo-sdk/state-machine';
 *
 * const snapshot = startLifecycle({ deploymentId: parseDeploymentId('ad9b614e-8912-45f4-a523-372358765def') });
 * console.log(timersOf(snapshot)); // []
 * ```
 */
export const timersOf = (
  snapshot: DeploymentSnapshot,
  policy: LifecyclePolicy = DEFAULT_POLICY,
): readonly LifecycleTimer[] =>
  snapshot.running.flatMap((progress) => Object.values(timersOfStep(snapshot, progress, policy)));
