import {
  allowedEvents,
  nextLifecycle,
  startLifecycle,
  type DeploymentSnapshot,
  type LifecycleEvent,
  type Revision,
  type Workload,
} from '@margo-sdk/state-machine';
import { DEPLOYMENT_ID } from './revisions.js';

/** One event that was taken; states are named by their number in the order they were found. */
export interface Edge {
  readonly from: number;
  readonly label: string;
  readonly to: number;
}

export interface Graph {
  readonly states: readonly DeploymentSnapshot[];
  readonly edges: readonly Edge[];
}

/** Forgets what grows without end and changes nothing: versions, the count of steps, what was last told. */
const canonical = (snapshot: DeploymentSnapshot): DeploymentSnapshot => {
  const { adopted, waiting, running } = snapshot;
  return {
    ...snapshot,
    adopted: adopted && { ...adopted, manifestVersion: '1' },
    waiting:
      waiting?.kind === 'revision'
        ? { kind: 'revision', revision: { ...waiting.revision, manifestVersion: '1' } }
        : waiting && { ...waiting, manifestVersion: '1' },
    running: running && { ...running, number: 1 },
    stepCount: running ? 1 : 0,
    told: null,
  };
};

/** What the runtime finds if the process stops when nothing, half or all of the running step is done. */
const found = ({ workloads, running, adopted }: DeploymentSnapshot): ReadonlyMap<string, readonly Workload[]> => {
  if (running === null) return new Map([['crash', workloads]]);
  const isSame = (w: Workload) => w.name === running.component && w.fingerprint.placement === running.placement;
  const others = workloads.filter((workload) => !isSame(workload));
  const before = workloads.find(isSame);
  const spec = adopted?.components.find(({ name }) => name === running.component);
  const after = running.kind === 'remove' ? undefined : spec && { ...spec };
  const between = running.kind === 'remove' ? before : after;
  return new Map([
    ['crash before', workloads],
    ['crash halfway', between ? [...others, { ...between, doubtful: true }] : others],
    ['crash after', after ? [...others, after] : others],
  ]);
};

const error = { code: 'BROKEN', message: 'broken' };

const eventsIn = (snapshot: DeploymentSnapshot, revisions: readonly Revision[]): [string, LifecycleEvent][] => {
  const { adopted, running } = snapshot;
  const labelled: [string, LifecycleEvent][] = revisions.map((revision, index) => [
    `adopt ${index}`,
    { type: 'adopt', revision },
  ]);
  for (const [label, workloads] of found(snapshot)) {
    // A runtime lists what is there in any order.
    labelled.push([label, { type: 'resumed', workloads: workloads.toReversed() }]);
  }
  labelled.push(['withdraw', { type: 'withdraw', manifestVersion: 1n }]);
  labelled.push(['advance', { type: 'advance', manifestVersion: 1n }]);
  if (adopted) {
    labelled.push(['checked', { type: 'checked', digest: adopted.digest }]);
    labelled.push(['refused', { type: 'refused', digest: adopted.digest, error }]);
  }
  if (running) {
    labelled.push(['succeeded', { type: 'step.succeeded', step: running.number }]);
    labelled.push(['failed', { type: 'step.failed', step: running.number, error }]);
  }
  const allowed = new Set(allowedEvents(snapshot));
  return labelled.filter(([, { type }]) => allowed.has(type));
};

/** Walks every state that can be reached, by every event that is allowed in it. */
export const walk = (
  revisions: readonly Revision[],
  visit: (before: DeploymentSnapshot, label: string, after: ReturnType<typeof nextLifecycle>) => void,
): Graph => {
  const start = canonical(startLifecycle({ deploymentId: DEPLOYMENT_ID }));
  const numbers = new Map([[JSON.stringify(start), 0]]);
  const states = [start];
  const edges: Edge[] = [];
  for (let from = 0; from < states.length; from += 1) {
    const snapshot = states[from]!;
    for (const [label, event] of eventsIn(snapshot, revisions)) {
      const outcome = nextLifecycle(snapshot, event);
      visit(snapshot, label, outcome);
      const next = canonical(outcome.snapshot);
      const key = JSON.stringify(next);
      let to = numbers.get(key);
      if (to === undefined) {
        to = states.length;
        numbers.set(key, to);
        states.push(next);
      }
      edges.push({ from, label, to });
    }
  }
  return { states, edges };
};

/** Numbers of the states from which a state that `isGoal` accepts can be reached. */
export const reaching = ({ states, edges }: Graph, isGoal: (state: DeploymentSnapshot) => boolean): Set<number> => {
  const into = new Map<number, number[]>();
  for (const { from, to } of edges) into.set(to, [...(into.get(to) ?? []), from]);
  const good = new Set(states.flatMap((state, number) => (isGoal(state) ? [number] : [])));
  for (const number of good) for (const from of into.get(number) ?? []) good.add(from);
  return good;
};
