import type { DeploymentStatusManifest, State } from '@margo-sdk/spec-model';
import {
  COMPONENT_MOVES,
  DEFAULT_POLICY,
  type LifecyclePolicy,
  type Step,
  type StoredRevision,
  type Workload,
} from '@margo-sdk/state-machine';
import { expect } from 'vitest';
import type { Observer } from './device.js';

// Written from the rules, not from the code: it shares nothing with what it judges but the table of moves. Each function
// gives what is wrong, as sentences; nothing is an empty list.

/** What is listed; of a revision nothing else matters here. */
export type Listed = Pick<StoredRevision, 'digest' | 'name' | 'components'>;

/** A component that something is done to: nothing can be claimed about it, and `applied` if it is in place (L-05). */
export interface Busy {
  readonly component: string;
  readonly applied: boolean;
}

type Told = Pick<DeploymentStatusManifest, 'status' | 'components'>;

const WEIGHT: Record<State, number> = { installed: 0, removed: 1, pending: 2, installing: 3, removing: 4, failed: 5 };

const same = (one: Workload['fingerprint'], other: Workload['fingerprint']): boolean =>
  one.placement === other.placement && one.artifact === other.artifact && one.configuration === other.configuration;

/** Whether exactly what a revision lists under this name is on the device, and nothing else of that name. */
export const isThere = ({ components }: Listed, name: string, present: readonly Workload[]): boolean => {
  const spec = components.find((component) => component.name === name);
  const own = present.filter((one) => one.name === name);
  return spec !== undefined && own.length === 1 && !own[0]!.doubtful && same(spec.fingerprint, own[0]!.fingerprint);
};

/** Invariant 1: the report speaks of the adopted deployment and does not contradict itself. */
export const legalityFaults = ({ status, components }: Told, adopted: Listed): string[] => {
  const faults: string[] = [];
  const listed = adopted.components.map(({ name }) => name).join(' ');
  const told = components.map(({ name }) => name).join(' ');
  if (listed !== told) faults.push(`lists ${told} instead of ${listed}`);
  const worst = Math.max(...components.map(({ state }) => WEIGHT[state]));
  if (WEIGHT[status.state] !== worst) faults.push(`says ${status.state} over all, which is not the most severe`);
  for (const { name, state, error } of components) {
    if ((error !== undefined) !== (state === 'failed'))
      faults.push(`${name} is ${state} ${error ? 'with' : 'without'} an error`);
    if (error && error.source !== name) faults.push(`an error of ${name} comes from ${error.source}`);
    if (error?.code === '') faults.push(`an error of ${name} has no code`);
  }
  if ((status.error !== undefined) !== (status.state === 'failed'))
    faults.push('errors and the overall state do not agree');
  if (status.error && status.error.source !== adopted.name)
    faults.push(`the error over all comes from ${status.error.source}`);
  if (status.error && !components.some(({ error }) => error?.code === status.error?.code))
    faults.push('the error over all is that of no component');
  return faults;
};

/** Invariants 3 and 6: what the report claims is so on the device. */
export const truthFaults = (
  { status, components }: Told,
  adopted: Listed,
  present: readonly Workload[],
  busy: readonly Busy[] = [],
): string[] => {
  const faults: string[] = [];
  for (const { name, state } of components) {
    const isBusy = busy.some(({ component }) => component === name);
    if (state === 'installed' && (isBusy || !isThere(adopted, name, present))) faults.push(`${name} is not installed`);
    if (state === 'removed' && present.some((workload) => workload.name === name))
      faults.push(`${name} is not removed`);
  }
  if (status.state === 'installed' && present.length !== adopted.components.length)
    faults.push('installed while something dropped is left');
  if (status.state === 'installed' && busy.length > 0) faults.push('installed while something is being done');
  if (status.state === 'removed' && present.length + busy.length > 0) faults.push('removed while something is left');
  return faults;
};

/**
 * Invariant 2: what is listed before a component is in place before the component is touched, or put in place and does
 * not wait (L-05); and nothing is done to a component that something is being done to.
 *
 * @param towards what the steps lead to: the adopted revision, in a rollback that which was last installed
 * @param busy what else is being done
 * @param isGoingOn whether it had begun before a pause or a restart
 */
export const orderFaults = (
  step: Step,
  towards: Listed,
  present: readonly Workload[],
  busy: readonly Busy[] = [],
  { honourNoWait }: Pick<LifecyclePolicy, 'honourNoWait'> = DEFAULT_POLICY,
  isGoingOn = step.attempt > 1,
): string[] => {
  const faults: string[] = [];
  if (busy.some(({ component }) => component === step.component)) faults.push(`${step.component} is busy already`);
  if (step.kind === 'remove' || step.kind === 'prepare') return faults;
  if (step.digest !== towards.digest) faults.push(`${step.component} is installed for another revision`);
  if (isThere(towards, step.component, present)) faults.push(`${step.component} is there already`);
  // A step that began when it might is tried again whatever has become of those before it.
  if (isGoingOn) return faults;
  for (const { name, wait } of towards.components) {
    if (name === step.component) break;
    const doesNotWait = honourNoWait && wait === false;
    const isApplied = busy.some(({ component, applied }) => component === name && applied);
    if (!isThere(towards, name, present) && !(doesNotWait && isApplied))
      faults.push(`${step.component} is started before ${name} is done with`);
  }
  return faults;
};

/** From one report to the next: only moves that are listed, for the components that both speak of. */
export const moveFaults = (before: Told | null, after: Told): string[] =>
  after.components.flatMap(({ name, state }) => {
    const was = before?.components.find((component) => component.name === name)?.state;
    const isAllowed = was === undefined || was === state || (COMPONENT_MOVES[was] as readonly State[]).includes(state);
    return isAllowed ? [] : [`${name} goes from ${was} to ${state}`];
  });

/** Judges everything that a device says and does. */
export const createOracle = (policy: LifecyclePolicy = DEFAULT_POLICY): Observer => {
  let last: DeploymentStatusManifest | undefined;
  return {
    onRun: (step, towards, present, busy, isGoingOn) =>
      expect(orderFaults(step, towards, present, busy, policy, isGoingOn)).toEqual([]),
    onReport: (report, adopted, present, busy) => {
      expect(legalityFaults(report, adopted)).toEqual([]);
      expect(truthFaults(report, adopted, present, busy)).toEqual([]);
      expect(moveFaults(last ?? null, report)).toEqual([]);
      if (last) expect(report.adoptedManifestVersion).toBeGreaterThanOrEqual(last.adoptedManifestVersion);
      last = report;
    },
  };
};
