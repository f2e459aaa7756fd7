import { DEFAULT_POLICY, type LifecyclePolicy } from './policy.js';
import type { ComponentSpec } from './revision.js';
import type { Workload } from './workload.js';

/** What a new revision does to one component (L-09). */
export type ComponentChange = 'keep' | 'reconfigure' | 'upgrade' | 'install' | 'replace' | 'drop';

/** Every {@link StepKind}. */
export const STEP_KINDS = ['prepare', 'install', 'upgrade', 'reconfigure', 'remove'] as const;

/**
 * What a runtime can be asked to do with one component. `prepare` fetches what the others need and touches nothing that
 * runs; `install` also means: bring what is there in an unknown state to what is wanted.
 */
export type StepKind = (typeof STEP_KINDS)[number];

/** Whether a step puts a component in place; the others fetch what it needs, or take it away. */
export const isInstallation = (kind: StepKind): boolean => kind !== 'prepare' && kind !== 'remove';

/** One thing to do, before it is started. */
export interface PlannedStep {
  readonly kind: StepKind;
  readonly component: string;
  /** Where the component is put, or removed from: {@link Fingerprint.placement} of the workload concerned. */
  readonly placement: string;
}

/** What an update does: per component in listed order, dropped ones last, and the steps in the order they are run. */
export interface Plan {
  readonly changes: readonly { readonly component: string; readonly change: ComponentChange }[];
  readonly steps: readonly PlannedStep[];
}

/** Workloads by component name; a name has several only if it was found in several places. */
export const byName = (workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> => {
  const found = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const same = found.get(workload.name);
    if (same) same.push(workload);
    else found.set(workload.name, [workload]);
  }
  return found;
};

const changeInPlace = ({ fingerprint }: ComponentSpec, there: Workload | undefined) => {
  if (!there || there.doubtful) return 'install';
  if (there.fingerprint.artifact !== fingerprint.artifact) return 'upgrade';
  return there.fingerprint.configuration === fingerprint.configuration ? 'keep' : 'reconfigure';
};

const isPlacedAs =
  ({ fingerprint }: ComponentSpec) =>
  (workload: Workload): boolean =>
    workload.fingerprint.placement === fingerprint.placement;

/** What is to be done about a component, given every workload of its name. `keep` means: exactly this is there. */
export const changeOf = (spec: ComponentSpec, there: readonly Workload[] = []): Exclude<ComponentChange, 'drop'> =>
  there.every(isPlacedAs(spec)) ? changeInPlace(spec, there[0]) : 'replace';

const removalOf = ({ name, fingerprint: { placement } }: Workload): PlannedStep => ({
  kind: 'remove',
  component: name,
  placement,
});

/**
 * Plans the way from what is on the device to what is wanted, as data: what happens to each component and which steps
 * that takes. Replaced components are removed first, last listed first; then the others follow in listed order (L-03);
 * dropped ones are removed at the end, or before all (L-10). What was wanted before plays no part: facts decide (L-12).
 * Before the first step, removals included, what the others need is fetched: see {@link planPreparation}.
 *
 * @param workloads What is there now, as far as it belongs to this deployment.
 * @param wanted The components of the wanted revision in listed order; names are unique.
 * @param policy Only its `dropOrder` matters here.
 *
 * @example
 * ```ts
 * import { planChange } from '@margo-sdk/state-machine';
 *
 * const fingerprint = { placement: 'helm edge', artifact: 'oci://registry.example/broker 1.0.0', configuration: '{}' };
 * const plan = planChange(
 *   [{ name: 'broker', fingerprint }, { name: 'old-dashboard', fingerprint }],
 *   [{ name: 'broker', fingerprint: { ...fingerprint, artifact: 'oci://registry.example/broker 1.1.0' } }],
 * );
 * console.log(plan.changes); // broker: upgrade, old-dashboard: drop
 * console.log(plan.steps.map(({ kind, component }) => `${kind} ${component}`));
 * ```
 */
export const planChange = (
  workloads: readonly Workload[],
  wanted: readonly ComponentSpec[],
  { dropOrder }: Pick<LifecyclePolicy, 'dropOrder'> = DEFAULT_POLICY,
): Plan => {
  const found = byName(workloads);
  const names = new Set(wanted.map(({ name }) => name));
  const dropped = workloads.filter(({ name }) => !names.has(name)).reverse();

  const changes: { component: string; change: ComponentChange }[] = [];
  const removals: PlannedStep[] = [];
  const steps: PlannedStep[] = [];
  for (const spec of wanted) {
    const there = found.get(spec.name) ?? [];
    const isPlaced = isPlacedAs(spec);
    changes.push({ component: spec.name, change: changeOf(spec, there) });
    removals.push(...there.filter((workload) => !isPlaced(workload)).map(removalOf));
    const kind = changeInPlace(spec, there.find(isPlaced));
    if (kind !== 'keep') steps.push({ kind, component: spec.name, placement: spec.fingerprint.placement });
  }
  for (const component of new Set(dropped.map(({ name }) => name))) changes.push({ component, change: 'drop' });
  const drops = dropped.map(removalOf);
  const others = [...removals.reverse(), ...steps];
  return { changes, steps: dropOrder === 'before' ? [...drops, ...others] : [...others, ...drops] };
};

/** What is to be fetched before any of these steps is taken: one preparation for each component that gets something. */
export const planPreparation = (steps: readonly PlannedStep[]): readonly PlannedStep[] =>
  steps.filter(({ kind }) => kind !== 'remove').map((step) => ({ ...step, kind: 'prepare' }));

/**
 * Plans the removal of everything that is there: first what no list names (left over from an earlier revision), then
 * the listed components, last listed first (L-04).
 *
 * @param workloads What is there now.
 * @param listed Names of the components in the order of the deployment profile.
 */
export const planRemoval = (workloads: readonly Workload[], listed: readonly string[]): readonly PlannedStep[] => {
  const place = new Map(listed.map((name, index) => [name, index]));
  const rank = ({ name }: Workload): number => place.get(name) ?? listed.length;
  return [...workloads]
    .reverse()
    .sort((a, b) => rank(b) - rank(a))
    .map(removalOf);
};
