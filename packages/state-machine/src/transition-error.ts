import { MargoError } from '@margo-sdk/spec-model/models';
import type { LifecycleEvent } from './event.js';
import type { DeploymentSnapshot, Phase } from './snapshot.js';

const describe = (event: LifecycleEvent): string => {
  switch (event.type) {
    case 'step.applied':
    case 'step.succeeded':
    case 'step.failed':
    case 'step.cancelled':
      return `${event.type} (step ${event.step})`;
    case 'checked':
    case 'refused':
      return `${event.type} (${event.digest})`;
    case 'timer':
      return `${event.type} (${event.timer})`;
    case 'component.gaveUp':
      return `${event.type} (${event.component})`;
    default:
      return event.type;
  }
};

const hintFor = ({ type }: LifecycleEvent): string => {
  switch (type) {
    case 'advance':
    case 'withdraw':
      return 'Compare what is wanted now with desiredDigest: it tells whether this event or another one is due, or none.';
    case 'retry':
      return 'Send it when the deployment has failed for good, in phase failed or removalFailed.';
    case 'timer':
      return 'Compare timersOf after each event, and stop the timers that are not set any more.';
    case 'component.gaveUp':
      return 'It counts for an installed component while its deployment is applying or installed, if the policy says so.';
    default:
      return 'Answer each check and each step once, by its own digest or number; send resumed after a restart.';
  }
};

/**
 * Thrown when an event cannot happen where the deployment stands, for example an answer that nothing waits for.
 * The snapshot stays as it was. Code `ERR_TRANSITION_REFUSED`.
 */
export class TransitionError extends MargoError {
  override name = 'TransitionError';
  /** Where the deployment stood, and still stands. */
  readonly state: Phase;
  readonly event: LifecycleEvent;
  /** Types of the events that would have been taken. */
  readonly allowed: readonly LifecycleEvent['type'][];

  constructor(
    { phase, running }: DeploymentSnapshot,
    event: LifecycleEvent,
    allowed: readonly LifecycleEvent['type'][],
  ) {
    const expected = allowed.join(', ');
    const steps = running.map(({ step, stage }) => `, step ${step.number} ${stage}`).join('');
    super('ERR_TRANSITION_REFUSED', `Expected one of ${expected} in phase ${phase}${steps}; got ${describe(event)}.`, {
      hint: hintFor(event),
    });
    this.state = phase;
    this.event = event;
    this.allowed = allowed;
  }
}
