import { componentMachine, STAGES, type ComponentEvent, type Stage, type StepEnd } from './component-machine.js';
import { pureMachine } from './pure-machine.js';
import type { StepInProgress } from './snapshot.js';

/** What an event makes of a step: it goes on, or it has ended. */
export type StepOutcome =
  | { readonly end: null; readonly progress: StepInProgress }
  | { readonly end: StepEnd; readonly progress: StepInProgress };

const isStage = (value: string): value is Stage => (STAGES as readonly string[]).includes(value);

const component = pureMachine(componentMachine);

const stateOf = ({ step: { kind, attempt }, stage, error }: StepInProgress, maxAttempts: number) =>
  component.at(stage, { kind, attempt, maxAttempts, error });

/** Whether an event can happen to a step where it stands. */
export const canTakeStepEvent = (progress: StepInProgress, event: ComponentEvent, maxAttempts: number): boolean =>
  stateOf(progress, maxAttempts).can(event);

/**
 * Takes a step one event further.
 *
 * @returns undefined when the event cannot happen to it
 */
export const takeStepEvent = (
  progress: StepInProgress,
  event: ComponentEvent,
  maxAttempts: number,
): StepOutcome | undefined => {
  const state = stateOf(progress, maxAttempts);
  if (!state.can(event)) return undefined;
  const [{ value, context }] = component.next(state, event);
  const { attempt, error } = context;
  const next = { ...progress, step: { ...progress.step, attempt }, error };
  return isStage(value) ? { end: null, progress: { ...next, stage: value } } : { end: value, progress: next };
};
