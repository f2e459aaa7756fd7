import type { LifecycleEvent, Step } from '@margo-sdk/state-machine';
import { asError, type DeviceEventListener } from '../device-event.js';
import { failureReasonOf } from '../failure-reason.js';
import { childUnreachable } from '../gateway/gateway-reason.js';
import type { Site } from '../gateway/site.js';
import { isChildUnreachable } from '../runtimes/child-unreachable-error.js';
import { isRetryable } from '../runtimes/is-retryable.js';
import { StoreError } from '../store/store-error.js';
import type { DocumentOf } from './documents.js';
import { abandon, about, turnOf, type Lane } from './lane.js';
import { runStep } from './run-step.js';
import { createSlots } from './slots.js';

/** What {@link createStepRunner} needs. */
export interface StepRunnerOptions {
  readonly site: Site;
  readonly documentOf: DocumentOf;
  /** Most steps that runtimes are at, over all deployments. */
  readonly maxConcurrentSteps: number;
  readonly emit: DeviceEventListener;
  readonly track: (work: Promise<void>) => void;
  /** Called with what came of a step, when that counts. */
  readonly answer: (lane: Lane, event: LifecycleEvent) => void;
  /** Called when a step has ended of which nothing counts. */
  readonly ended: (lane: Lane) => void;
}

/** Starts a step beside those that are under way. */
export type StepRunner = (lane: Lane, step: Step) => void;

const isAbort = (error: unknown, { reason }: AbortSignal): boolean =>
  error === reason || (error instanceof Error && (error.name === 'AbortError' || codeOf(error) === 'ERR_ABORTED'));

const codeOf = (error: Error): unknown => (error as { readonly code?: unknown }).code;

/**
 * Makes what has steps done: only so many at once over all deployments, first come, first served. That there is one at a
 * time for each component, the lifecycle sees to. A step that is put in place and only has to become ready gives its
 * turn to another: what it waits for may be that very one (L-05).
 */
export const createStepRunner = ({
  site,
  documentOf,
  maxConcurrentSteps,
  emit,
  track,
  answer,
  ended,
}: StepRunnerOptions): StepRunner => {
  const slots = createSlots(maxConcurrentSteps);

  /** Undefined when the step was neither done nor given up: what is on the device has to tell. */
  const attempt = async (lane: Lane, step: Step, signal: AbortSignal): Promise<LifecycleEvent | undefined> => {
    const { key, deploymentId, deviceId } = lane;
    const whose = about(lane);
    const { number } = step;
    let release: (() => void) | undefined;
    let settled = false;
    try {
      release = await slots.take(signal);
      turnOf(lane, number).come();
      emit({ type: 'step.started', ...whose, step });
      let applied = false;
      const onApplied = (): void => {
        if (applied || settled || !lane.resumed) return;
        applied = true;
        release?.();
        emit({ type: 'step.applied', ...whose, step });
        answer(lane, { type: 'step.applied', step: number });
      };
      const { runtimes } = await site.host(deviceId);
      await runStep(deploymentId, step, {
        readDocument: (digest) => documentOf(key, digest),
        runtimes,
        signal,
        onApplied,
      });
    } catch (error) {
      // It was called off because the process ends, or because nobody knows any more what was asked for.
      if (!lane.resumed) return undefined;
      // It has not failed either when the device could not even look up what to do.
      if (error instanceof StoreError) {
        emit({ type: 'deployment.stalled', ...whose, error });
        abandon(lane, error);
        return undefined;
      }
      if (signal.aborted && isAbort(error, signal)) {
        emit({ type: 'step.cancelled', ...whose, step });
        return { type: 'step.cancelled', step: number };
      }
      const reason =
        deviceId !== undefined && isChildUnreachable(error)
          ? childUnreachable(await site.id(), deviceId, error)
          : failureReasonOf(error);
      const retryable = isRetryable(error);
      emit({ type: 'step.failed', ...whose, step, reason, retryable, error: asError(error) });
      return { type: 'step.failed', step: number, error: reason, retryable };
    } finally {
      settled = true;
      release?.();
    }
    if (!lane.resumed) return undefined;
    emit({ type: 'step.succeeded', ...whose, step });
    return { type: 'step.succeeded', step: number };
  };

  return (lane, step) => {
    const controller = new AbortController();
    lane.steps.set(step.number, controller);
    const work = async (): Promise<void> => {
      const event = await attempt(lane, step, controller.signal);
      lane.steps.delete(step.number);
      turnOf(lane, step.number).come();
      lane.turns.delete(step.number);
      if (event === undefined) ended(lane);
      else answer(lane, event);
    };
    track(work());
  };
};
