import { COMPONENT_MOVES, restoreSnapshot, statusReport, type DeploymentSnapshot } from '@margo-sdk/state-machine';
import { expect, test } from 'vitest';
import { expectInOrder, expectLegal, expectTrue } from './support/oracle.js';
import { revision } from './support/revisions.js';
import { reaching, walk } from './support/walk.js';

// Every state that revisions of this kind can lead to, by every event allowed there, with a crash before, in and after
// each step. The counts are pinned: who changes the machine sees how far the change reaches.
test.each([
  { texts: ['a b', 'b@2', 'a#west'], states: 2746, edges: 23_535 },
  { texts: ['a b c', 'c@2 a'], states: 4930, edges: 36_699 },
])(
  'every reachable state of $texts is legal and leads to every goal (invariants 1 to 4, 6)',
  { timeout: 120_000 },
  ({ texts, states, edges }) => {
    const revisions = texts.map((text) => revision(text, 1n));
    const moves = new Set<string>();

    const graph = walk(revisions, (before, _, { snapshot, effects }) => {
      expect(restoreSnapshot(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
      const report = statusReport(snapshot);
      const adopted = revisions.find(({ digest }) => digest === snapshot.adopted?.digest);
      if (!report || !adopted) return;
      expectLegal(report, adopted);
      expectTrue(report, adopted, snapshot.workloads);
      for (const effect of effects) {
        if (effect.type === 'run') expectInOrder(effect.step, adopted, snapshot.workloads);
      }
      const earlier = statusReport(before)?.components ?? [];
      for (const { name, state } of report.components) {
        const was = earlier.find((component) => component.name === name)?.state;
        if (was && was !== state) moves.add(`${was} ${state}`);
      }
    });

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
