import type { State } from '@margo-sdk/spec-model/models';
import type { FailureReason } from './event.js';
import { byName, changeOf } from './plan.js';
import type { ComponentSpec } from './revision.js';
import type { DeploymentSnapshot, StepFailure } from './snapshot.js';
import { outOfTime } from './steps.js';

/** State of one component, before a report says where an error comes from. */
export interface ComponentView {
  readonly name: string;
  readonly state: State;
  /** Present exactly if the state is `failed`. */
  readonly error?: FailureReason;
}

/** Code of the carrier's error when something that is no longer listed could not be removed (L-10). */
export const LEFTOVER_NOT_REMOVED = 'LEFTOVER_NOT_REMOVED';

const leftoverError = (failures: readonly StepFailure[]): FailureReason => ({
  code: LEFTOVER_NOT_REMOVED,
  message: failures
    .map(({ step, error }) => `${step.component} could not be removed: ${error.code} ${error.message}`)
    .join('; '),
});

/** What has failed for good, and why; how a rollback goes is not told (L-16). */
const failuresOf = (snapshot: DeploymentSnapshot): ReadonlyMap<string, FailureReason> => {
  const late = snapshot.rollback === null ? outOfTime(snapshot) : [];
  return new Map([...snapshot.failures, ...late].map(({ step, error }) => [step.component, error]));
};

/**
 * Derives the state of each component of the adopted revision from the facts; nothing of it is stored.
 * Empty while no revision is adopted.
 */
export const viewComponents = (snapshot: DeploymentSnapshot): readonly ComponentView[] => {
  const { adopted, phase, workloads, begun, ahead, running, carrier, failures, refusal } = snapshot;
  if (adopted === null) return [];

  const found = byName(workloads);
  const started = new Set(begun.map(({ component }) => component));
  const failed = failuresOf(snapshot);
  const listed = new Set(adopted.components.map(({ name }) => name));
  const leftoverFailures = failures.filter(({ step }) => !listed.has(step.component));
  const leftoversRemain = [...running.map(({ step }) => step), ...ahead].some(
    ({ component }) => !listed.has(component),
  );
  const leftoverBegun = begun.some(({ component }) => !listed.has(component));

  const own = (spec: ComponentSpec): ComponentView => {
    const { name } = spec;
    const error = failed.get(name);
    if (error) return { name, state: 'failed', error };
    const isThere = changeOf(spec, found.get(name)) === 'keep';
    switch (phase) {
      case 'removing':
      case 'removed':
      case 'removalFailed':
        return { name, state: found.has(name) ? 'removing' : 'removed' };
      case 'applying':
        if (isThere) return { name, state: 'installed' };
        return { name, state: started.has(name) ? 'installing' : 'pending' };
      case 'rollingBack':
        // Once its way back has begun, a component does not run the adopted revision any more (L-16).
        return {
          name,
          state: isThere && !running.some(({ step }) => step.component === name) ? 'installed' : 'pending',
        };
      default:
        return { name, state: isThere ? 'installed' : 'pending' };
    }
  };

  const asCarrier = (view: ComponentView): ComponentView => {
    const { name, state } = view;
    if (refusal) return { name, state: 'failed', error: refusal }; // L-08
    if (leftoverFailures.length > 0 && state !== 'failed')
      return { name, state: 'failed', error: leftoverError(leftoverFailures) };
    switch (phase) {
      case 'checking':
      case 'preparing':
        // Before the check has passed nothing may claim that the new revision is installed, even if no step is needed.
        return { name, state: 'pending' };
      case 'applying':
        // L-10: dropping what is not listed any more is a part of applying.
        if (state === 'installed' ? leftoversRemain : state === 'pending' && leftoverBegun)
          return { name, state: 'installing' };
        return view;
      case 'removing':
        return state === 'removed' && leftoversRemain ? { name, state: 'removing' } : view;
      default:
        return view;
    }
  };

  return adopted.components.map((spec) => (spec.name === carrier ? asCarrier(own(spec)) : own(spec)));
};
