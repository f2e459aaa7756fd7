import { COMPONENT_MOVES, restoreSnapshot, statusReport, type DeploymentSnapshot } from '@margo-sdk/state-machine';
import { expect, test } from 'vitest';
import { expectInOrder, expectLegal, expectTrue } from './support/oracle.js';
import { revision } from './support/revisions.js';
import { reaching, walk, type Graph } from './support/walk.js';

// What is to come, as far as it shows: a step that is half done may be run as another kind of step.
const outlook = (snapshot: DeploymentSnapshot | undefined) =>
  snapshot && JSON.stringify([snapshot.phase, snapshot.ahead, statusReport(snapshot)?.components]);

/** Invariant 5: the restarts that lead elsewhere than on, or than the answer that came too late. */
const detours = ({ states, edges }: Graph): readonly string[] => {
  const succeeded = new Map(edges.filter(({ label }) => label === 'succeeded').map(({ from, to }) => [from, to]));
  const isDetour = ({ from, label, to }: Graph['edges'][number]): boolean => {
    if (label === 'crash after') return to !== succeeded.get(from);
    // With a wish waiting, a restart takes the place of the answer that it waits for (L-12).
    if (!label.startsWith('crash') || states[from]?.waiting) return false;
    return label === 'crash halfway' ? outlook(states[to]) !== outlook(states[from]) : to !== from;
  };
  return edges.filter(isDetour).map(({ from, label, to }) => `${from} ${label} ${to}`);
};

// Every state that revisions of this kind can lead to, by every event allowed there, with a crash before, in and after
// each step. The counts are pinned: who changes the machine sees how far the change reaches.
test.each([
  { texts: ['a b', 'b@2', 'a#west'], states: 2614, edges: 22_396 },
  { texts: ['a b c', 'c@2 a'], states: 5134, edges: 38_265 },
])(
  'every reachable state of $texts is legal, leads to every goal and outlives a restart (invariants 1 to 6)',
  { timeout: 120_000 },
  ({ texts, states, edges }) => {
    const revisions = texts.map((text) => revision(text, 1n));
    const moves = new Set<string>();

    const seen = new Set<string>();
    const graph = walk(revisions, (before, _, { snapshot }) => {
      const report = statusReport(snapshot);
      const earlier = statusReport(before)?.components ?? [];
      for (const { name, state } of report?.components ?? []) {
        const was = earlier.find((component) => component.name === name)?.state;
        if (was && was !== state) moves.add(`${was} ${state}`);
      }

      const stored = JSON.stringify(snapshot);
      if (seen.has(stored)) return;
      seen.add(stored);
      expect(restoreSnapshot(JSON.parse(stored))).toEqual(snapshot);
      const adopted = revisions.find(({ digest }) => digest === snapshot.adopted?.digest);
      if (!report || !adopted) return;
      expectLegal(report, adopted);
      expectTrue(report, adopted, snapshot.workloads);
      if (snapshot.running) expectInOrder(snapshot.running, adopted, snapshot.workloads);
    });

    expect(detours(graph)).toEqual([]);

    const goals: ((state: DeploymentSnapshot) => boolean)[] = [
      ({ phase }) => phase === 'removed',
      ...revisions.map(
        ({ digest }) =>
          ({ phase, adopted }: DeploymentSnapshot) =>
            phase === 'installed' && adopted?.digest === digest,
      ),
    ];
    for (const goal of goals) expect(reaching(graph, goal).size).toBe(graph.states.length);

    const listed = Object.entries(COMPONENT_MOVES).flatMap(([from, to]) => to.map((state) => `${from} ${state}`));
    expect([...moves].filter((move) => !listed.includes(move))).toEqual([]);
    // Each listed move really happens; one needs three components.
    expect(listed.filter((move) => !moves.has(move))).toEqual(texts[0] === 'a b c' ? [] : ['removed removing']);
    expect({ states: graph.states.length, edges: graph.edges.length }).toEqual({ states, edges });
  },
);
