import {
  allowedEvents,
  COMPONENT_MOVES,
  nextLifecycle,
  PHASES,
  STAGES,
  TransitionError,
  type DeploymentSnapshot,
  type LifecycleEvent,
} from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { digestOf } from './support/revisions.js';
import { ALL_WELL, detours, failing, unfulfilled } from './walk/courses.js';
import { walk, type Taken } from './walk/graph.js';
import { edgeFaults, stateFaults } from './walk/judge.js';
import { COUNTS, MODELS, type Model } from './walk/models.js';
import { reaching } from './walk/reach.js';
import { IMPOSSIBLE, LISTED, watchTransitions } from './walk/transitions.js';

// Every state that the revisions of a model can lead to, by every event allowed there, with a restart before, in and
// after each step. In each state and on each edge the six invariants are judged by rules that know nothing of the code.

const counts: Record<string, { states: number; edges: number }> = {};
const moves = new Set<string>();
const phases = new Set<string>();
const stages = new Set<string>();
const taken = new Set<string>();

/** Collects what is wrong, each kind of fault with the first edge it was found on. */
const createLog = () => {
  const found = new Map<string, string>();
  return {
    note: (faults: readonly string[], { before, label, after }: Taken): void => {
      for (const fault of faults)
        if (!found.has(fault))
          found.set(fault, `${fault}: ${JSON.stringify(before)} -- ${label} --> ${JSON.stringify(after)}`);
    },
    all: () => [...found.values()],
  };
};

const noteMoves = ({ before, after }: Taken): void => {
  if (before.told === after.told) return;
  for (const { name, state } of after.told?.components ?? []) {
    const was = before.told?.components.find((one) => one.name === name)?.state;
    if (was !== undefined && was !== state) moves.add(`${was} ${state}`);
  }
};

const error = { code: 'BROKEN', message: 'broken' };

/** One event of each type; those of them that are answers answer nothing that was asked. */
const STRAY: readonly LifecycleEvent[] = [
  { type: 'withdraw', manifestVersion: 2n },
  { type: 'advance', manifestVersion: 2n },
  { type: 'checked', digest: digestOf('stray') },
  { type: 'refused', digest: digestOf('stray'), error },
  { type: 'step.applied', step: 99 },
  { type: 'step.succeeded', step: 99 },
  { type: 'step.failed', step: 99, error },
  { type: 'step.cancelled', step: 99 },
  { type: 'timer', timer: 'retry 99' },
  { type: 'timer', timer: 'timeout 99' },
  { type: 'retry' },
  { type: 'component.gaveUp', component: 'stray', error },
];

const WISHES: readonly LifecycleEvent['type'][] = ['withdraw', 'advance', 'retry'];

/** What has to be refused and is not. */
const taking = (snapshot: DeploymentSnapshot, { policy }: Model): string[] => {
  const allowed = allowedEvents(snapshot, policy);
  return STRAY.filter(({ type }) => !WISHES.includes(type) || !allowed.includes(type)).flatMap((event) => {
    try {
      nextLifecycle(snapshot, event, policy);
      return [`${event.type} is taken in ${snapshot.phase}`];
    } catch (refusal) {
      return refusal instanceof TransitionError ? [] : [`${event.type} breaks ${snapshot.phase}`];
    }
  });
};

const lookOf = ({ phase, running, waiting, adopted }: DeploymentSnapshot): string =>
  JSON.stringify([phase, running.map(({ step, stage }) => [step.kind, stage]), waiting?.kind, adopted === null]);

describe('the walk', { timeout: 600_000 }, () => {
  test.each(MODELS)('$name: $shows', (model) => {
    const log = createLog();
    const transitions = watchTransitions(model.policy);
    const looks = new Set<string>();
    const graph = walk(model, (edge) => {
      const { after, isNew } = edge;
      log.note(edgeFaults(model, edge), edge);
      noteMoves(edge);
      transitions.watch(edge);
      if (!isNew) return;
      log.note(stateFaults(model, after), edge);
      phases.add(edge.before.phase).add(after.phase);
      for (const { stage } of after.running) stages.add(stage);
      const look = lookOf(after);
      if (looks.has(look)) return;
      looks.add(look);
      log.note(taking(after, model), edge);
    });
    expect(log.all().slice(0, 5)).toEqual([]);
    for (const one of transitions.taken) taken.add(one);

    const { states, edges } = graph;
    const digests = model.revisions.map(({ digest }) => digest);
    const goals = [
      ({ phase }: DeploymentSnapshot) => phase === 'removed',
      ...digests.map(
        (digest) =>
          ({ phase, adopted }: DeploymentSnapshot) =>
            phase === 'installed' && adopted?.digest === digest,
      ),
    ];
    const happens = (label: string): boolean => !label.startsWith('restart') && label !== 'lost';
    for (const goal of goals) expect(reaching(graph, goal, happens).size).toBe(states.length);
    expect(unfulfilled(graph, digests).slice(0, 5)).toEqual([]);

    const names = new Set(model.revisions.flatMap(({ components }) => components.map(({ name }) => name)));
    for (const course of [ALL_WELL, ...[...names].map(failing)]) expect(detours(graph, course).slice(0, 5)).toEqual([]);

    counts[model.name] = { states: states.length, edges: edges.length };
    expect(counts[model.name]).toEqual(COUNTS[model.name]);
  });
});

// Who changes the machine on purpose writes the counts anew with `npx vitest run <this file> -u`, and runs it again.
describe('all walks together', () => {
  test('go through all that the lifecycle has, and no further than before', async ({ skip }) => {
    skip(Object.keys(counts).length < MODELS.length, 'Not every model was walked.');
    expect([...phases].sort()).toEqual([...PHASES].sort());
    expect([...stages].sort()).toEqual([...STAGES].sort());
    const listed = Object.entries(COMPONENT_MOVES).flatMap(([from, to]) => to.map((state) => `${from} ${state}`));
    expect([...moves].sort()).toEqual(listed.sort());
    expect(LISTED.filter((one) => !taken.has(one)).sort()).toEqual([...IMPOSSIBLE].sort());
    await expect(`${JSON.stringify(counts, null, 2)}\n`).toMatchFileSnapshot('walk/counts.json');
  });
});
