import {
  TransitionError,
  type DeploymentSnapshot,
  type LifecycleEffect,
  type LifecycleEvent,
} from '@margo-sdk/state-machine';
import type { DocumentOf } from './documents.js';
import type { DriverOptions } from './driver-options.js';
import { createJudge } from './judge.js';
import { abandon, about, type Entry, type Lane } from './lane.js';
import { recordOf } from './record-of.js';
import { createStepRunner } from './step-runner.js';
import { takeEvent, type EventOutcome } from './take-event.js';
import { tell } from './tell.js';
import { followTimers } from './timers.js';

/** What {@link createTaker} needs. */
export interface TakerOptions extends DriverOptions {
  readonly documentOf: DocumentOf;
  /** Has an event taken after those that came before it. */
  readonly post: (lane: Lane, entry: Entry) => void;
  /** Has a deployment looked at again that somebody may wait for. */
  readonly settle: (lane: Lane) => void;
}

/** Takes a deployment one event further; throws when that could not be remembered, or not be done. */
export type Taker = (lane: Lane, entry: Entry) => Promise<void>;

const WISHES: ReadonlySet<LifecycleEvent['type']> = new Set(['adopt', 'advance', 'withdraw']);

/** Makes what takes events. */
export const createTaker = (options: TakerOptions): Taker => {
  const { store, emit, onReport, signal, post } = options;
  const judge = createJudge(options);
  const run = createStepRunner({
    ...options,
    answer: (lane, event) => post(lane, { event }),
    ended: options.settle,
  });
  const timers = { ...options, fire: (lane: Lane, timer: string) => post(lane, { event: { type: 'timer', timer } }) };

  /** Stores what comes of an event, and only then does it (L-17). */
  const take = async (lane: Lane, entry: Entry): Promise<void> => {
    const { event } = entry;
    try {
      const { state, moved, effects, dropped } = await commit(lane.key, event);
      if (event.type === 'resumed') lane.resumed = true;
      if (entry === lane.inbox[0]) lane.inbox.shift();
      entry.taken?.();

      for (const report of dropped) emit({ type: 'report.dropped', ...about(report) });
      if (moved) tell(about(lane), moved.before, moved.after, emit);
      // A step may have lost track of things meanwhile; then nothing is done before the next look at the device.
      if (moved && lane.resumed && !signal.aborted) await follow(lane, moved.after, effects);
      if (recordOf(state, lane.key) === undefined) emit({ type: 'deployment.forgotten', ...about(lane) });
    } catch (error) {
      refuse(lane, entry, error);
    }
  };

  /**
   * After a failure nobody knows what was stored and which effects were lost, so the lifecycle begins again from what
   * is on the device, as after a crash, and what is under way is called off. A wish does no harm: it is made again, and
   * nothing but calling off follows from one while steps are under way.
   */
  const refuse = (lane: Lane, entry: Entry, error: unknown): void => {
    if (error instanceof TransitionError && entry.refused) {
      if (entry === lane.inbox[0]) lane.inbox.shift();
      return entry.refused(error);
    }
    if (!WISHES.has(entry.event.type) || lane.steps.size === 0) abandon(lane, error);
    throw error;
  };

  const commit = async (key: string, event: LifecycleEvent): Promise<EventOutcome> => {
    let outcome: EventOutcome | undefined;
    await store.commit((state) => {
      // Another manifest may have been accepted since the wish was made; the next wish is then another one.
      const wanted = recordOf(state, key)?.accepted.digest;
      const isStale =
        (event.type === 'adopt' && wanted !== event.revision.digest) || (event.type === 'withdraw' && wanted !== null);
      outcome = isStale ? { state, effects: [], dropped: [] } : takeEvent(state, key, event, options);
      return outcome.state;
    });
    if (outcome === undefined) throw new TypeError('The store has not called the change that it was given.');
    return outcome;
  };

  const follow = async (
    lane: Lane,
    snapshot: DeploymentSnapshot,
    effects: readonly LifecycleEffect[],
  ): Promise<void> => {
    followTimers(lane, snapshot, timers);
    for (const effect of effects) await perform(lane, effect);
  };

  const perform = async (lane: Lane, effect: LifecycleEffect): Promise<void> => {
    switch (effect.type) {
      case 'report': {
        const { report } = effect;
        emit({ type: 'deployment.state', ...about(lane), state: report.status.state, report });
        return onReport();
      }
      case 'check': {
        const { digest } = effect;
        const error = await judge(lane, digest);
        const event = error ? ({ type: 'refused', digest, error } as const) : ({ type: 'checked', digest } as const);
        lane.inbox.push({ event });
        return;
      }
      case 'run':
        // Not awaited: what is wanted may change while a step runs (L-12, L-13).
        return run(lane, effect.step);
      case 'cancel':
        // Before each event the driver ends what is to be called off: so a failure cannot lose it.
        return;
      case 'forget':
        // The record goes with the acknowledgement of its last report (M-34).
        return;
    }
  };

  return take;
};
