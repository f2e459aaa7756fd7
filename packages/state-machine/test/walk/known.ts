import type { DeploymentSnapshot, LifecycleEvent, StepInProgress, Workload } from '@margo-sdk/state-machine';

// What can be known of a device after an event, from the rules: a success proves, all else leaves doubt. It stands for
// every device that the events allow, so the walk needs no device of its own.

const isAt =
  ({ step }: StepInProgress) =>
  ({ name, fingerprint }: Workload): boolean =>
    name === step.component && fingerprint.placement === step.placement;

const specOf = ({ adopted, lastInstalled }: DeploymentSnapshot, { step }: StepInProgress) =>
  [adopted, lastInstalled]
    .find((revision) => revision?.digest === step.digest)
    ?.components.find(({ name }) => name === step.component);

const proved = (before: DeploymentSnapshot, one: StepInProgress): readonly Workload[] => {
  const others = before.workloads.filter((workload) => !isAt(one)(workload));
  const spec = one.step.kind === 'remove' ? undefined : specOf(before, one);
  return spec ? [...others, { name: spec.name, fingerprint: spec.fingerprint }] : others;
};

const doubted = (before: DeploymentSnapshot, one: StepInProgress): readonly Workload[] => {
  const others = before.workloads.filter((workload) => !isAt(one)(workload));
  if (one.step.kind === 'remove' && others.length === before.workloads.length) return others;
  const { component: name, placement } = one.step;
  return [...others, { name, fingerprint: { placement, artifact: '', configuration: '' }, doubtful: true }];
};

/** What is on the device for all that is known, given what was known before. */
export const knownAfter = (before: DeploymentSnapshot, event: LifecycleEvent): readonly Workload[] => {
  if (event.type === 'resumed') return event.workloads;
  if (event.type === 'component.gaveUp')
    return before.workloads.map((one) => (one.name === event.component ? { ...one, doubtful: true } : one));
  if (!event.type.startsWith('step.') || !('step' in event)) return before.workloads;
  const one = before.running.find(({ step }) => step.number === event.step)!;
  if (one.step.kind === 'prepare') return before.workloads;
  // What was called off meanwhile has yet to say how it ended.
  if (event.type === 'step.applied' && one.stage === 'cancelling') return before.workloads;
  return event.type === 'step.succeeded' ? proved(before, one) : doubted(before, one);
};

/** Says what is known, each place once, in no order; of what is in doubt no more than that. */
export const placesOf = (workloads: readonly Workload[]): string =>
  workloads
    .map(({ name, fingerprint: { placement, artifact, configuration }, doubtful }) =>
      doubtful ? `${name}#${placement}?` : `${name}#${placement}@${artifact}/${configuration}`,
    )
    .sort()
    .join(' ');
