import type { DeploymentSnapshot, LifecycleEvent, LifecyclePolicy } from '@margo-sdk/state-machine';
import { createActor, type AnyTransitionDefinition } from 'xstate';
import { componentMachine, type ComponentEvent } from '../../src/component-machine.js';
import { deploymentMachine } from '../../src/machine.js';
import type { Taken } from './graph.js';

// Which transitions of the machines were taken: each of those that they list has to be.

const nameOf = (phase: string, when: string, index: number): string => `${phase} ${when} ${index}`;

type Named = ReadonlyMap<AnyTransitionDefinition, string>;

interface AnyState {
  readonly always?: readonly AnyTransitionDefinition[];
  readonly transitions: ReadonlyMap<string, readonly AnyTransitionDefinition[]>;
}

const namesOf = (states: object): Named =>
  new Map(
    Object.entries(states as Record<string, AnyState>).flatMap(([phase, { always = [], transitions }]) =>
      [['always', always] as const, ...transitions].flatMap(([when, list]) =>
        list.map((one, index) => [one, nameOf(phase, when, index)] as const),
      ),
    ),
  );

const DEPLOYMENT = namesOf(deploymentMachine.states);
const COMPONENT = namesOf(componentMachine.states);

/** Every transition that the two machines list, as `applying always 2`: where, when, and its place there. */
export const LISTED: readonly string[] = [
  ...[...DEPLOYMENT.values()].map((name) => `deployment: ${name}`),
  ...[...COMPONENT.values()].map((name) => `component: ${name}`),
];

/** Listed because what leads there is shared, but impossible: only an installation is ever put in place (L-05). */
export const IMPOSSIBLE: readonly string[] = [
  'deployment: preparing step.applied 0',
  'deployment: removing step.applied 0',
  'component: settling failed 0',
];

const componentEvent = (event: LifecycleEvent): ComponentEvent | undefined => {
  switch (event.type) {
    case 'step.applied':
      return { type: 'applied' };
    case 'step.succeeded':
      return { type: 'succeeded' };
    case 'step.cancelled':
      return { type: 'cancelled' };
    case 'step.failed':
      return { type: 'failed', error: event.error, retryable: event.retryable ?? false };
    case 'timer':
      return { type: event.timer.startsWith('retry') ? 'tryAgain' : 'timeout' };
    case 'adopt':
    case 'withdraw':
      return { type: 'cancel' };
    default:
      return undefined;
  }
};

const isMeant = (event: LifecycleEvent, { step, since }: DeploymentSnapshot['running'][number]): boolean => {
  if (event.type === 'timer') return event.timer === `retry ${step.number}` || event.timer === `timeout ${since}`;
  return 'step' in event ? event.step === step.number : true;
};

/** Watches what is taken. Two events of one look take the same transitions, so only the first of a look is followed. */
export const watchTransitions = (policy: LifecyclePolicy) => {
  const looks = new Set<string>();
  const taken = new Set<string>();

  const ofDeployment = (before: DeploymentSnapshot, event: LifecycleEvent): void => {
    const { version: _version, phase, ...facts } = before;
    const snapshot = deploymentMachine.resolveState({ value: phase, context: { ...facts, policy } });
    const actor = createActor(deploymentMachine, {
      snapshot,
      input: snapshot.context,
      inspect: (one) => {
        if (one.type !== '@xstate.microstep') return;
        for (const transition of one._transitions) {
          const name = DEPLOYMENT.get(transition);
          if (name !== undefined) taken.add(`deployment: ${name}`);
        }
      },
    });
    actor.start();
    actor.send(event);
    actor.stop();
  };

  const ofComponents = ({ before, event, after }: Taken): void => {
    const one = componentEvent(event);
    if (one === undefined) return;
    for (const { step, stage, error } of before.running.filter((running) => isMeant(event, running))) {
      const isCalledOff = after.running.some(
        (other) => other.step.number === step.number && other.stage === 'cancelling',
      );
      if (one.type === 'cancel' && !isCalledOff && stage !== 'pausing') continue;
      const context = { kind: step.kind, attempt: step.attempt, maxAttempts: policy.maxAttempts, error };
      const state = componentMachine.resolveState({ value: stage, context });
      for (const transition of componentMachine.getTransitionData(state, one)) {
        const name = COMPONENT.get(transition);
        if (name !== undefined) taken.add(`component: ${name}`);
      }
    }
  };

  const lookOf = ({ before, label, after, effects }: Taken): string =>
    JSON.stringify([
      before.phase,
      label.split(' ')[0],
      after.phase,
      before.running.map(({ step, stage, error }) => [
        step.kind === 'prepare' || step.kind === 'remove' || step.attempt,
        step.kind,
        stage,
        error === null,
      ]),
      after.running.map(({ stage }) => stage),
      before.waiting?.kind,
      before.failures.length > 0,
      effects.map(({ type }) => type),
    ]);

  return {
    taken: taken as ReadonlySet<string>,
    watch: (one: Taken): void => {
      const look = lookOf(one);
      if (looks.has(look)) return;
      looks.add(look);
      ofDeployment(one.before, one.event);
      ofComponents(one);
    },
  };
};
