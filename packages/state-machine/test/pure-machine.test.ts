import { nextLifecycle, startLifecycle, type DeploymentSnapshot, type LifecycleEvent } from '@margo-sdk/state-machine';
import { expect, test } from 'vitest';
import { transition } from 'xstate';
import { DEFAULT_POLICY } from '../src/policy.js';
import { deploymentMachine } from '../src/machine.js';
import { pureMachine } from '../src/pure-machine.js';
import { DEPLOYMENT_ID, digestOf, revision } from './support/revisions.js';

const error = { code: 'BROKEN', message: 'broken' };

/** To `installed`, `failed` and `removed`, with a late answer, another attempt and steps that are called off. */
const HISTORY: readonly LifecycleEvent[] = [
  { type: 'adopt', revision: revision('broker store', 1n) },
  { type: 'checked', digest: digestOf('broker store') },
  { type: 'step.succeeded', step: 1 },
  { type: 'step.succeeded', step: 2 },
  { type: 'step.failed', step: 3, error, retryable: true },
  { type: 'timer', timer: 'retry 3' },
  { type: 'step.applied', step: 4 },
  { type: 'step.succeeded', step: 3 },
  { type: 'step.succeeded', step: 4 },
  { type: 'step.succeeded', step: 5 },
  { type: 'adopt', revision: revision('broker@2 store', 2n) },
  { type: 'refused', digest: digestOf('broker@2 store'), error },
  { type: 'retry' },
  { type: 'adopt', revision: revision('broker@3', 3n) },
  { type: 'checked', digest: digestOf('broker@2 store') },
  { type: 'resumed', workloads: [] },
  { type: 'checked', digest: digestOf('broker@3') },
  { type: 'step.succeeded', step: 6 },
  { type: 'timer', timer: 'timeout 7' },
  { type: 'withdraw', manifestVersion: 4n },
  { type: 'step.cancelled', step: 7 },
  { type: 'step.succeeded', step: 8 },
];

const said = (actions: readonly { readonly type: string; readonly params: unknown }[]) =>
  actions.map(({ type, params }) => ({ type, params }));

test('a machine without an actor goes where the transition of xstate goes, and asks for the same', () => {
  const pure = pureMachine(deploymentMachine);
  let snapshot: DeploymentSnapshot = startLifecycle({ deploymentId: DEPLOYMENT_ID });
  const asked: string[] = [];
  for (const event of HISTORY) {
    const { version: _, phase, ...facts } = snapshot;
    const context = { ...facts, policy: DEFAULT_POLICY };
    const [next, actions] = pure.next(pure.at(phase, context), event);
    const [expected, expectedActions] = transition(
      deploymentMachine,
      deploymentMachine.resolveState({ value: phase, context }),
      event,
    );
    expect(JSON.stringify(next), event.type).toBe(JSON.stringify(expected));
    expect(said(actions), event.type).toEqual(said(expectedActions));
    asked.push(...actions.map(({ type }) => type));
    try {
      snapshot = nextLifecycle(snapshot, event).snapshot;
    } catch {
      // One that is refused leaves both where they were.
      expect(next.value).toBe(phase);
    }
  }
  expect(snapshot.phase).toBe('removed');
  expect(new Set(asked)).toEqual(new Set(['check', 'run', 'cancel', 'forget']));
});
