import type { DeploymentId } from '@margo-sdk/spec-model/models';
import { fromTransition, type TransitionActorLogic } from 'xstate';
import type { LifecycleEvent } from './event.js';
import { nextLifecycle, startLifecycle, type LifecycleEffect } from './lifecycle.js';
import { DEFAULT_POLICY, type LifecyclePolicy } from './policy.js';
import { RevisionError } from './revision.js';
import type { DeploymentSnapshot } from './snapshot.js';
import { TransitionError } from './transition-error.js';

/** Emitted when an event could not be taken; the deployment stays where it stood. */
export interface RefusedEventNotice {
  readonly type: 'event.refused';
  readonly error: TransitionError | RevisionError;
}

/** What a lifecycle actor starts from: a deployment of which nothing is known, or a snapshot. */
export interface LifecycleInput {
  readonly from: DeploymentId | DeploymentSnapshot;
}

/** What a lifecycle actor emits. */
export type LifecycleEmitted = LifecycleEffect | RefusedEventNotice;

/** The lifecycle as logic of an xstate actor. */
export type LifecycleLogic = TransitionActorLogic<DeploymentSnapshot, LifecycleEvent, LifecycleInput, LifecycleEmitted>;

/**
 * The lifecycle as an xstate actor, for interactive use: its context is the snapshot, and it emits the effects. It is
 * {@link nextLifecycle} and nothing else.
 *
 * @example
 * ```ts
 * import { parseDeploymentId } from '@margo-sdk/spec-model/models';
 * import { lifecycleActor } from '@margo-sdk/state-machine';
 * import { createActor } from 'xstate';
 *
 * const from = parseDeploymentId('ad9b614e-8912-45f4-a523-372358765def');
 * const actor = createActor(lifecycleActor(), { input: { from } });
 * actor.on('event.refused', ({ error }) => console.log(error.code)); // ERR_TRANSITION_REFUSED
 * actor.start();
 * actor.send({ type: 'retry' });
 * ```
 */
export const lifecycleActor = (policy: LifecyclePolicy = DEFAULT_POLICY): LifecycleLogic =>
  fromTransition<DeploymentSnapshot, LifecycleEvent, never, LifecycleInput, LifecycleEmitted>(
    (snapshot, event, { emit }) => {
      try {
        const outcome = nextLifecycle(snapshot, event, policy);
        outcome.effects.forEach((effect) => emit(effect));
        return outcome.snapshot;
      } catch (error) {
        if (!(error instanceof TransitionError || error instanceof RevisionError)) throw error;
        emit({ type: 'event.refused', error });
        return snapshot;
      }
    },
    ({ input: { from } }) => (typeof from === 'string' ? startLifecycle({ deploymentId: from }) : from),
  );
