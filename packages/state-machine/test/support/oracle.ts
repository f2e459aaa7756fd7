import type { DeploymentStatusManifest, State } from '@margo-sdk/spec-model';
import { COMPONENT_MOVES, type Revision, type Step, type Workload } from '@margo-sdk/state-machine';
import { expect } from 'vitest';
import type { Observer } from './device.js';

// Written from the rules, not from the code: it shares nothing with what it judges but the table of moves.

const WEIGHT: Record<State, number> = { installed: 0, removed: 1, pending: 2, installing: 3, removing: 4, failed: 5 };

const same = (one: Workload['fingerprint'], other: Workload['fingerprint']): boolean =>
  one.placement === other.placement && one.artifact === other.artifact && one.configuration === other.configuration;

const isThere = (revision: Revision, name: string, present: readonly Workload[]): boolean => {
  const spec = revision.components.find((component) => component.name === name);
  const workload = present.find((one) => one.name === name);
  return (
    spec !== undefined && workload !== undefined && !workload.doubtful && same(spec.fingerprint, workload.fingerprint)
  );
};

/** Invariant 1: the report speaks of the adopted deployment and does not contradict itself. */
export const expectLegal = (report: DeploymentStatusManifest, adopted: Pick<Revision, 'name' | 'components'>): void => {
  const { status, components } = report;
  expect(components.map(({ name }) => name)).toEqual(adopted.components.map(({ name }) => name));
  expect(WEIGHT[status.state]).toBe(Math.max(...components.map(({ state }) => WEIGHT[state])));
  for (const { name, state, error } of components) {
    expect(error !== undefined).toBe(state === 'failed');
    if (error) expect(error.source).toBe(name);
  }
  expect(status.error !== undefined).toBe(status.state === 'failed');
  if (status.error) expect(status.error.source).toBe(adopted.name);
};

/** Invariants 3 and 6: what the report claims is so on the device. */
export const expectTrue = (
  { status, components }: DeploymentStatusManifest,
  adopted: Revision,
  present: readonly Workload[],
): void => {
  for (const { name, state } of components) {
    if (state === 'installed') expect(isThere(adopted, name, present)).toBe(true);
    if (state === 'removed') expect(present.filter((workload) => workload.name === name)).toEqual([]);
  }
  if (status.state === 'installed') expect(present.length).toBe(adopted.components.length);
  if (status.state === 'removed') expect(present).toEqual([]);
};

/** Invariant 2: what is listed before a component is in place before the component is touched. */
export const expectInOrder = (step: Step, adopted: Revision, present: readonly Workload[]): void => {
  if (step.kind === 'remove') return;
  expect(step.digest).toBe(adopted.digest);
  expect(isThere(adopted, step.component, present)).toBe(false);
  for (const { name } of adopted.components) {
    if (name === step.component) break;
    expect(isThere(adopted, name, present)).toBe(true);
  }
};

/** Judges everything that a device says and does. */
export const createOracle = (): Observer => {
  let last: DeploymentStatusManifest | undefined;
  return {
    onRun: expectInOrder,
    onReport: (report, adopted, present) => {
      expectLegal(report, adopted);
      expectTrue(report, adopted, present);
      if (last) expect(report.adoptedManifestVersion).toBeGreaterThanOrEqual(last.adoptedManifestVersion);
      for (const { name, state } of report.components) {
        const before = last?.components.find((component) => component.name === name)?.state;
        if (before && before !== state) expect(COMPONENT_MOVES[before]).toContain(state);
      }
      last = report;
    },
  };
};
