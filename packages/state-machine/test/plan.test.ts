import { planChange, planRemoval, type PlannedStep } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { components } from './support/revisions.js';

const lines = (steps: readonly PlannedStep[]) =>
  steps.map(({ kind, component, placement }) => `${kind} ${component} ${placement}`);

describe('planChange', () => {
  test.each([
    ['nothing there', '', 'install'],
    ['the same there', 'broker', 'keep'],
    ['another artifact', 'broker@2', 'upgrade'],
    ['another configuration', 'broker/tls', 'reconfigure'],
    ['both', 'broker@2/tls', 'upgrade'],
    ['another placement', 'broker#edge-b', 'replace'],
    ['found in two places', 'broker broker#edge-b', 'replace'],
  ])('%s: %j makes it %s (L-09)', (_, there, change) => {
    expect(planChange(components(there), components('broker')).changes).toEqual([{ component: 'broker', change }]);
  });

  test('a workload in doubt is installed over, never kept (L-07)', () => {
    const there = components('broker').map((workload) => ({ ...workload, doubtful: true as const }));
    expect(lines(planChange(there, components('broker')).steps)).toEqual(['install broker edge-a']);
  });

  test('another order alone takes no step (L-09)', () => {
    expect(planChange(components('broker store'), components('store broker')).steps).toEqual([]);
  });

  test('replaced ones go first, then the list is worked off, dropped ones go last (L-03, L-09, L-10)', () => {
    const plan = planChange(components('broker store probe camera'), components('store#edge-b extra broker@2'));
    expect(plan.changes.map(({ component, change }) => `${change} ${component}`)).toEqual([
      'replace store',
      'install extra',
      'upgrade broker',
      'drop camera',
      'drop probe',
    ]);
    expect(lines(plan.steps)).toEqual([
      'remove store edge-a',
      'install store edge-b',
      'install extra edge-a',
      'upgrade broker edge-a',
      'remove camera edge-a',
      'remove probe edge-a',
    ]);
  });

  test('what is right in its place stays there while the stray one is removed (L-09)', () => {
    expect(lines(planChange(components('broker broker#edge-b'), components('broker')).steps)).toEqual([
      'remove broker edge-b',
    ]);
  });
});

test('planRemoval goes against the listed order, leftovers first (L-04)', () => {
  expect(lines(planRemoval(components('probe store broker'), ['broker', 'store', 'dashboard']))).toEqual([
    'remove probe edge-a',
    'remove store edge-a',
    'remove broker edge-a',
  ]);
});
