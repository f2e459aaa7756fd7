import type { DeploymentSnapshot, StepInProgress, Workload } from '@margo-sdk/state-machine';

/** How far what was in progress had come when the process stopped. */
export const PROGRESS = ['nothing', 'half', 'all'] as const;

type Progress = (typeof PROGRESS)[number];

/** What one step leaves behind. */
const carriedOut = (
  { adopted, lastInstalled }: DeploymentSnapshot,
  workloads: readonly Workload[],
  { step, stage }: StepInProgress,
  progress: Progress,
): readonly Workload[] => {
  if (step.kind === 'prepare' || stage === 'pausing' || progress === 'nothing') return workloads;
  const isSame = ({ name, fingerprint }: Workload): boolean =>
    name === step.component && fingerprint.placement === step.placement;
  const others = workloads.filter((workload) => !isSame(workload));
  const revision = step.digest === adopted?.digest ? adopted : lastInstalled;
  const spec = revision?.components.find(({ name }) => name === step.component);
  const after = step.kind === 'remove' || !spec ? undefined : { name: spec.name, fingerprint: spec.fingerprint };
  if (progress === 'all') return after ? [...others, after] : others;
  const between = step.kind === 'remove' ? workloads.find(isSame) : after;
  return between ? [...others, { ...between, doubtful: true }] : others;
};

/** What a runtime finds if the process stops when nothing, half or all of what is in progress is done. */
export const restarts = (snapshot: DeploymentSnapshot): ReadonlyMap<string, readonly Workload[]> => {
  const found = new Map<string, readonly Workload[]>();
  const seen = new Set<string>();
  for (const progress of PROGRESS) {
    const workloads = snapshot.running.reduce<readonly Workload[]>(
      (there, one) => carriedOut(snapshot, there, one, progress),
      snapshot.workloads,
    );
    const key = JSON.stringify(workloads);
    if (seen.has(key)) continue;
    seen.add(key);
    // A runtime lists what is there in any order.
    found.set(`restart ${progress}`, workloads.toReversed());
  }
  return found;
};
