import { timersOf, type DeploymentSnapshot, type LifecyclePolicy, type LifecycleTimer } from '@margo-sdk/state-machine';
import type { Clock } from '../clock.js';
import { asError, type DeviceEventListener } from '../device-event.js';
import { about, turnOf, type Lane } from './lane.js';

/** What {@link followTimers} needs. */
export interface TimerOptions {
  readonly policy: LifecyclePolicy;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly emit: DeviceEventListener;
  /** Called when the time has come. */
  readonly fire: (lane: Lane, timer: string) => void;
}

/** Sets the timers that a snapshot has and its predecessor had not, and stops those that it has no more. */
export const followTimers = (lane: Lane, snapshot: DeploymentSnapshot, options: TimerOptions): void => {
  const wanted = timersOf(snapshot, options.policy);
  const names = new Set(wanted.map(({ timer }) => timer));
  for (const [name, controller] of lane.timers) {
    if (names.has(name)) continue;
    controller.abort();
    lane.timers.delete(name);
  }
  for (const timer of wanted) if (!lane.timers.has(timer.timer)) set(lane, snapshot, timer, options);
};

const set = (
  lane: Lane,
  { running }: DeploymentSnapshot,
  { timer, minMs, maxMs }: LifecycleTimer,
  { clock, random, emit, fire }: TimerOptions,
): void => {
  const delayMs = minMs === maxMs ? minMs : Math.round(minMs + random() * (maxMs - minMs));
  const paused = running.find(({ step, stage }) => stage === 'pausing' && timer === `retry ${step.number}`);
  if (paused) {
    const { step } = paused;
    emit({ type: 'step.retrying', ...about(lane), step, attempt: step.attempt + 1, delayMs });
  }
  const controller = new AbortController();
  lane.timers.set(timer, controller);
  // The time of a step begins when a runtime is asked, and not while others have their turn (L-06).
  const asked = running.find(({ step, stage }) => stage === 'working' && timer === `timeout ${step.number}`);
  const begun = asked ? turnOf(lane, asked.step.number).hasCome : Promise.resolve();
  begun
    .then(() => clock.sleep(delayMs, controller.signal))
    .then(
      () => {
        if (!controller.signal.aborted) fire(lane, timer);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) emit({ type: 'deployment.stalled', ...about(lane), error: asError(error) });
      },
    );
};
