import {
  timersOf,
  type DeploymentSnapshot,
  type LifecycleEvent,
  type LifecyclePolicy,
  type Workload,
} from '@margo-sdk/state-machine';
import { revisionOf } from '../fingerprint.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';
import type { DeploymentRecord } from '../store/device-state.js';
import type { DocumentOf } from './documents.js';
import type { Entry, Lane } from './lane.js';
import { wishOf } from './wish.js';

/** What {@link nextEntry} needs. */
export interface NextEntryOptions {
  readonly policy: LifecyclePolicy;
  readonly runtimes: readonly WorkloadRuntime[];
  readonly documentOf: DocumentOf;
}

/** What a deployment is to be told next; undefined when there is nothing at the moment. */
export const nextEntry = async (
  lane: Lane,
  record: DeploymentRecord,
  options: NextEntryOptions,
): Promise<Entry | undefined> => {
  if (!lane.resumed) {
    // What was called off has to end first, or inspect would tell of something that is still changing.
    return lane.steps.size > 0 ? undefined : { event: await inspectAll(lane.deploymentId, options) };
  }
  while (lane.inbox[0] && isLate(lane.inbox[0].event, record.lifecycle, options.policy)) lane.inbox.shift();
  return lane.inbox[0] ?? nextWish(lane.deploymentId, record, options);
};

const inspectAll = async (deploymentId: string, { runtimes }: NextEntryOptions): Promise<LifecycleEvent> => {
  const found = await Promise.all(runtimes.map((runtime) => runtime.inspect(deploymentId)));
  const workloads = found.flat();
  if (!workloads.every(isWhole))
    throw new TypeError('Expected of inspect workloads with a name and a whole fingerprint, all of them texts.');
  return { type: 'resumed', workloads };
};

/** What a runtime gives is remembered, and what is not whole could not be read back after a restart. */
const isWhole = ({ name, fingerprint: { placement, artifact, configuration } }: Workload): boolean =>
  [name, placement, artifact, configuration].every((text: unknown) => typeof text === 'string');

/** Whether an answer or a timer comes when nothing waits for it any more, for example a timer right after its step. */
const isLate = (event: LifecycleEvent, snapshot: DeploymentSnapshot, policy: LifecyclePolicy): boolean => {
  switch (event.type) {
    case 'step.applied':
    case 'step.succeeded':
    case 'step.failed':
    case 'step.cancelled':
      return !snapshot.running.some(({ step }) => step.number === event.step);
    case 'timer':
      return !timersOf(snapshot, policy).some(({ timer }) => timer === event.timer);
    default:
      return false;
  }
};

/** What was accepted, as an event; undefined when the lifecycle wants that already. */
const nextWish = async (
  deploymentId: string,
  record: DeploymentRecord,
  { documentOf }: NextEntryOptions,
): Promise<Entry | undefined> => {
  const wish = wishOf(record);
  if (wish?.type !== 'adopt') return wish && { event: wish };
  const { digest, manifestVersion } = wish;
  const revision = await revisionOf(await documentOf(deploymentId, digest), digest, manifestVersion);
  return { event: { type: 'adopt', revision } };
};
