import {
  timersOf,
  type DeploymentSnapshot,
  type LifecycleEvent,
  type LifecyclePolicy,
  type Workload,
} from '@margo-sdk/state-machine';
import { parseDeviceId } from '@margo-sdk/spec-model';
import type { DeviceEventListener } from '../device-event.js';
import { revisionOf } from '../fingerprint.js';
import { isBehind } from '../gateway/child-device.js';
import { failedUnreachable } from '../gateway/gateway-reason.js';
import type { Site } from '../gateway/site.js';
import { isChildUnreachable } from '../runtimes/child-unreachable-error.js';
import type { DeploymentRecord } from '../store/device-state.js';
import type { DocumentOf } from './documents.js';
import { about, type Entry, type Lane } from './lane.js';
import { wishOf } from './wish.js';

/** What {@link nextEntry} needs. */
export interface NextEntryOptions {
  readonly policy: LifecyclePolicy;
  readonly site: Site;
  readonly documentOf: DocumentOf;
  readonly emit: DeviceEventListener;
}

/** What a deployment is to be told next; undefined when there is nothing at the moment. */
export const nextEntry = async (
  lane: Lane,
  record: DeploymentRecord,
  options: NextEntryOptions,
): Promise<Entry | undefined> => {
  if (!lane.resumed) {
    // What was called off has to end first, or inspect would tell of something that is still changing.
    return lane.steps.size > 0 ? undefined : resume(lane, record, options);
  }
  if (lane.lookAgain) {
    const entry = await resumeAgain(lane, record, options);
    if (entry !== undefined) return entry;
  }
  while (lane.inbox[0] && isLate(lane.inbox[0].event, record.lifecycle, options.policy)) lane.inbox.shift();
  return lane.inbox[0] ?? nextWish(lane, record, options);
};

/**
 * Tells the lifecycle what is on the device. Of a child that cannot be reached that is what was there last, and nobody
 * knows how it is: so what is wanted there fails, and what is removed goes on being removed (L-26).
 */
const resume = async (
  lane: Lane,
  { lifecycle }: DeploymentRecord,
  { site, emit }: NextEntryOptions,
): Promise<Entry> => {
  const found = await inspectAll(lane, site);
  lane.lookAgain = false;
  if (!(found instanceof Error)) return seen(lane, lifecycle, found);
  lane.blind = true;
  emit({ type: 'child.unreachable', ...about(lane), error: found });
  const workloads = lifecycle.workloads.map((workload) => ({ ...workload, doubtful: true as const }));
  return { event: { type: 'resumed', workloads } };
};

/** Undefined while the child still cannot be reached: that was told. */
const resumeAgain = async (
  lane: Lane,
  { lifecycle }: DeploymentRecord,
  { site }: NextEntryOptions,
): Promise<Entry | undefined> => {
  lane.lookAgain = false;
  if (lane.steps.size > 0) return undefined;
  const found = await inspectAll(lane, site);
  return found instanceof Error ? undefined : seen(lane, lifecycle, found);
};

/** What has failed because a child could not be reached is tried again when it can be (L-15, L-26). */
const seen = (lane: Lane, lifecycle: DeploymentSnapshot, workloads: readonly Workload[]): Entry => {
  lane.blind = false;
  const event = { type: 'resumed', workloads } as const;
  if (!failedUnreachable(lifecycle)) return { event };
  return { event, taken: () => lane.inbox.unshift({ event: { type: 'retry' }, refused: () => undefined }) };
};

/** Everything that is on the device; of a child that cannot be reached, the error that says so. */
const inspectAll = async ({ deploymentId, deviceId }: Lane, site: Site): Promise<readonly Workload[] | Error> => {
  const { runtimes } = await site.host(deviceId);
  let workloads: readonly Workload[];
  try {
    workloads = (await Promise.all(runtimes.map((runtime) => runtime.inspect(deploymentId)))).flat();
  } catch (error) {
    if (deviceId !== undefined && isChildUnreachable(error)) return error;
    throw error;
  }
  if (!workloads.every(isWhole))
    throw new TypeError('Expected of inspect workloads with a name and a whole fingerprint, all of them texts.');
  return workloads;
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
  { key, deviceId }: Lane,
  record: DeploymentRecord,
  { site, documentOf }: NextEntryOptions,
): Promise<Entry | undefined> => {
  const wish = wishOf(record);
  if (wish?.type !== 'adopt') return wish && { event: wish };
  const { digest, manifestVersion } = wish;
  const deployment = await documentOf(key, digest);
  const own = await site.id();
  // M-37: what a gateway could not place it reports on as itself.
  const isUnplaced = site.isGateway && isBehind(own, deployment.metadata.deviceId);
  const reporter = deviceId === undefined ? (isUnplaced ? own : undefined) : parseDeviceId(deviceId);
  const revision = await revisionOf(deployment, digest, manifestVersion);
  return {
    event: { type: 'adopt', revision: reporter === undefined ? revision : { ...revision, deviceId: reporter } },
  };
};
