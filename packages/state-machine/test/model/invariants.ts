import { expect } from 'vitest';
import type { Run } from './run.js';
import type { Effect } from './terms.js';

/** Looks at what the package gave, and at the world, and not at the model. */
export const checkInvariants = (run: Run, effects: readonly Effect[]): void => {
  for (const effect of effects) {
    if (effect.type === 'report') legalReport(run);
    if (effect.type === 'run') startsInTurn(run, effect.step);
    if (effect.type === 'forget') expect(run.world.workloads, 'invariant 6: all gone').toEqual([]);
  }
};

/** Invariants 1, 3 and 6 for the report that was given last. */
const legalReport = (run: Run): void => {
  const report = run.lastReport;
  if (report === undefined) return;
  const { status, components } = report;
  const states = components.map(({ state }) => state);
  const worst = run.policy.severityOrder.find((state) => states.includes(state));
  expect(status.state, 'invariant 1: overall is the aggregate').toBe(worst);
  for (const { name, state, error } of components) {
    expect(error !== undefined, `invariant 1: an error on ${name} where it failed`).toBe(state === 'failed');
    if (error) expect(error.source, 'invariant 1: source').toBe(name);
  }
  expect(status.error !== undefined, 'invariant 1: an error overall where it failed').toBe(status.state === 'failed');
  if (status.error) expect(status.error.source, 'invariant 1: source').toBe('app');
  const adopted = run.model.adopted;
  expect(
    components.map(({ name }) => name),
    'invariant 1: one entry a component',
  ).toEqual(adopted?.components.map(({ name }) => name));
  if (states.every((state) => state === 'installed') && adopted) {
    expect(run.world.holdsExactly(adopted), 'invariant 3: installed means that all is there and nothing else').toBe(
      true,
    );
  }
  if (status.state === 'removed')
    expect(run.world.workloads, 'invariant 6: removed means that nothing is there').toEqual([]);
};

/** Invariant 2. */
const startsInTurn = (run: Run, step: Extract<Effect, { type: 'run' }>['step']): void => {
  for (const other of run.world.running.values()) {
    expect(other.component, 'invariant 2: never two steps on one component').not.toBe(step.component);
  }
  if (step.kind === 'prepare') expect([...run.world.running], 'one preparation at a time').toEqual([]);
  if (step.kind === 'prepare' || step.kind === 'remove') return;
  // A further attempt, or the same step after a restart, belongs to a component that began in its turn (L-05, L-17).
  if (run.begun.has(step.component)) return;
  const revision = run.revisions.get(step.digest ?? '');
  const ahead =
    revision?.components.slice(
      0,
      revision.components.findIndex(({ name }) => name === step.component),
    ) ?? [];
  for (const { name, wait } of ahead) {
    const running = [...run.world.running.values()].find(({ component }) => component === name);
    const late = running && run.world.applied.has(running.number) && wait === false && run.policy.honourNoWait;
    const there = run.world.workloads.find((workload) => workload.name === name);
    expect(
      late === true || (running === undefined && there?.doubtful === false),
      `invariant 2: ${name} is done with`,
    ).toBe(true);
  }
};
