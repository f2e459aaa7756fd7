import { type ApplicationDeployment, componentFacts, diffDeployments } from '@margo-sdk/spec-model';
import {
  type ComponentChange,
  lifecyclePolicy,
  planChange,
  type PlannedStep,
  planPreparation,
  planRemoval,
  type StepKind,
  type Workload,
} from '@margo-sdk/state-machine';

type DropOrder = 'after' | 'before';

/** What a device does about a deployment, for programs and as the base of what people see. */
export interface DeploymentPlan {
  readonly deploymentId: string;
  readonly action: 'install' | 'update' | 'remove';
  /** In listed order, dropped ones last. */
  readonly changes: readonly {
    readonly component: string;
    readonly change: ComponentChange;
    /** Sentences without values. */
    readonly because: readonly string[];
  }[];
  /** In the order in which they are taken. */
  readonly steps: readonly StepPlan[];
}

/** One step, in terms of the documents. */
export interface StepPlan {
  readonly kind: StepKind;
  readonly component: string;
  /** What is fetched, installed or removed, as the documents name it. */
  readonly repository: string;
  readonly revision: string;
  readonly type: string;
  readonly namespace: string;
  readonly deviceId: string;
}

/** A deployment that nothing is there of. */
export const planOfInstallation = (wanted: ApplicationDeployment, dropOrder: DropOrder): DeploymentPlan => {
  const { changes, steps } = planChange([], workloadsOf(wanted), lifecyclePolicy({ dropOrder }));
  return {
    deploymentId: wanted.id,
    action: 'install',
    changes: changes.map((change) => ({ ...change, because: ['Nothing is there yet.'] })),
    steps: [...planPreparation(steps), ...steps].map(inWordsOf([wanted])),
  };
};

/** A deployment that is there as one document says, and wanted as another one does. */
export const planOfUpdate = (
  there: ApplicationDeployment,
  wanted: ApplicationDeployment,
  dropOrder: DropOrder,
): DeploymentPlan => {
  const { changes, steps } = planChange(workloadsOf(there), workloadsOf(wanted), lifecyclePolicy({ dropOrder }));
  const reasons = new Map(diffDeployments(there, wanted).components.map(({ name, because }) => [name, because]));
  return {
    deploymentId: wanted.id,
    action: 'update',
    changes: changes.map((change) => ({ ...change, because: reasons.get(change.component) ?? [] })),
    steps: [...planPreparation(steps), ...steps].map(inWordsOf([wanted, there])),
  };
};

/** A deployment that is there and not wanted any more. */
export const planOfRemoval = (there: ApplicationDeployment): DeploymentPlan => {
  const workloads = workloadsOf(there);
  const names = workloads.map(({ name }) => name);
  return {
    deploymentId: there.id,
    action: 'remove',
    changes: names.map((component) => ({ component, change: 'drop', because: ['The deployment is removed.'] })),
    steps: planRemoval(workloads, names).map(inWordsOf([there])),
  };
};

/** Compared in memory and shown nowhere, so they need not be hashed. */
const workloadsOf = (deployment: ApplicationDeployment): Workload[] =>
  componentFacts(deployment).map(({ name, ...fingerprint }) => ({ name, fingerprint }));

/** What is installed is the wanted component; what is removed is the one that stands where the step says. */
const inWordsOf = (documents: readonly ApplicationDeployment[]) => {
  const known = documents.flatMap((deployment) => {
    const { metadata, spec } = deployment;
    const { type, components } = spec.deploymentProfile;
    return componentFacts(deployment).map(({ name, placement }, at) => ({
      name,
      placement,
      repository: components[at]?.properties.repository ?? '',
      revision: components[at]?.properties.revision ?? '',
      type,
      namespace: metadata.namespace,
      deviceId: metadata.deviceId,
    }));
  });
  const byPlace = new Map<string, (typeof known)[number]>();
  for (const one of known.reverse()) byPlace.set(JSON.stringify([one.name, one.placement]), one);
  return ({ kind, component, placement }: PlannedStep): StepPlan => {
    const found = byPlace.get(JSON.stringify([component, placement]));
    if (!found) throw new TypeError('A plan has a step for a component that no document lists.');
    const { repository, revision, type, namespace, deviceId } = found;
    return { kind, component, repository, revision, type, namespace, deviceId };
  };
};
