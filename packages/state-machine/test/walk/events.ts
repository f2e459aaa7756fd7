import {
  timersOf,
  type DeploymentSnapshot,
  type LifecycleEvent,
  type LifecyclePolicy,
  type Revision,
  type StepInProgress,
} from '@margo-sdk/state-machine';
import { isThere } from '../support/oracle.js';
import { restarts } from './restarts.js';

/** An event by what it is in any state: attempts have no numbers that mean anything. */
export interface Labelled {
  readonly label: string;
  readonly event: LifecycleEvent;
}

/** Everything that is newer than what the state knows; what the state knows is version 1. */
const NEWER = 2n;

const error = { code: 'BROKEN', message: 'broken' };

const installs = ({ step: { kind } }: StepInProgress): boolean => kind !== 'prepare' && kind !== 'remove';

/** What a runtime may answer, from the rules: L-05, L-06, L-13, L-15. */
const answersOf = (progress: StepInProgress): Labelled[] => {
  const { stage, step } = progress;
  if (stage === 'pausing') return [];
  const { number } = step;
  const component = step.kind === 'prepare' ? `${step.component} prepared` : step.component;
  const answers: Labelled[] = [
    { label: `succeeded ${component}`, event: { type: 'step.succeeded', step: number } },
    { label: `failed ${component}`, event: { type: 'step.failed', step: number, error } },
    { label: `faltered ${component}`, event: { type: 'step.failed', step: number, error, retryable: true } },
  ];
  if (stage === 'cancelling')
    answers.push({ label: `cancelled ${component}`, event: { type: 'step.cancelled', step: number } });
  if (stage !== 'settling' && installs(progress))
    answers.push({ label: `applied ${component}`, event: { type: 'step.applied', step: number } });
  return answers;
};

const timers = (snapshot: DeploymentSnapshot, policy: LifecyclePolicy): Labelled[] =>
  timersOf(snapshot, policy).map(({ timer }) => {
    const [kind = '', number] = timer.split(' ');
    const whose = snapshot.running.find(({ step, since }) =>
      kind === 'retry' ? step.number === Number(number) : since === Number(number),
    );
    return { label: `${kind} ${whose?.step.component}`, event: { type: 'timer', timer } };
  });

const wishes = ({ phase, adopted, waiting }: DeploymentSnapshot, revisions: readonly Revision[]): Labelled[] => {
  const labelled: Labelled[] = revisions.map((one, index) => ({
    label: `adopt ${index}`,
    event: { type: 'adopt', revision: { ...one, manifestVersion: NEWER } },
  }));
  const isGoing = phase === 'removing' || phase === 'removed' || phase === 'removalFailed';
  const isWanted = waiting ? waiting.kind === 'revision' : !isGoing;
  if (isWanted) labelled.push({ label: 'withdraw', event: { type: 'withdraw', manifestVersion: NEWER } });
  if (isWanted && adopted) labelled.push({ label: 'advance', event: { type: 'advance', manifestVersion: NEWER } });
  return labelled;
};

/** Every event that may come where a deployment stands, written from the rules; each says what it is. */
export const eventsIn = (
  snapshot: DeploymentSnapshot,
  revisions: readonly Revision[],
  policy: LifecyclePolicy,
): Labelled[] => {
  const { phase, adopted, running } = snapshot;
  const labelled = wishes(snapshot, revisions);
  for (const [label, workloads] of restarts(snapshot)) labelled.push({ label, event: { type: 'resumed', workloads } });
  // Somebody has taken away behind everybody's back what was put there last.
  if (phase === 'installed')
    labelled.push({ label: 'lost', event: { type: 'resumed', workloads: snapshot.workloads.slice(0, -1) } });
  if (phase === 'checking' && adopted) {
    labelled.push({ label: 'checked', event: { type: 'checked', digest: adopted.digest } });
    labelled.push({ label: 'refused', event: { type: 'refused', digest: adopted.digest, error } });
  }
  labelled.push(...running.flatMap(answersOf), ...timers(snapshot, policy));
  if (phase === 'failed' || phase === 'removalFailed') labelled.push({ label: 'retry-all', event: { type: 'retry' } });
  if (policy.gaveUp === 'fail' && adopted && (phase === 'installed' || phase === 'applying'))
    for (const { name: component } of adopted.components) {
      const isBusy = running.some(({ step }) => step.component === component);
      if (!isBusy && isThere(adopted, component, snapshot.workloads))
        labelled.push({ label: `gave-up ${component}`, event: { type: 'component.gaveUp', component, error } });
    }
  return labelled;
};
