import type { DeploymentSnapshot } from '@margo-sdk/state-machine';
import { MargoError } from '@margo-sdk/spec-model';
import { asError, type RuntimeEvent } from '../device-event.js';
import { idOf } from '../gateway/child-device.js';
import { failedUnreachable } from '../gateway/gateway-reason.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';
import { recordKey } from '../store/device-state.js';
import { createDocumentReader } from './documents.js';
import type { DriverOptions } from './driver-options.js';
import { abandon, about, newLane, refuseAll, refuseAsked, type Entry, type Lane } from './lane.js';
import { nextEntry } from './next-entry.js';
import { recordOf } from './record-of.js';
import { createTaker } from './take-entry.js';
import { watchRuntimes } from './watch-runtimes.js';

/** Feeds the lifecycles of all deployments and does what they ask for. */
export interface Driver {
  /** Takes every deployment as far as it goes now: call it after a start, and whenever the state was changed. */
  wake(): Promise<void>;
  /**
   * Has what failed for good tried again; resolves when that has begun.
   *
   * @param deviceId - of the child; without it the deployment is meant where it is wanted
   */
  retry(deploymentId: string, deviceId?: string): Promise<void>;
}

/** Makes the driver of a device. */
export const createDriver = (options: DriverOptions): Driver => {
  const { store, site, placer, policy, emit, track, signal } = options;
  const lanes = new Map<string, Lane>();
  const documentOf = createDocumentReader(store, options.read, options.onDocumentLost);

  const laneOf = (deploymentId: string, deviceId?: string): Lane => {
    const key = recordKey(deploymentId, deviceId);
    const lane = lanes.get(key) ?? newLane(deploymentId, deviceId);
    lanes.set(key, lane);
    return lane;
  };

  /** Has an event taken after those that came before it. */
  const post = (lane: Lane, entry: Entry): void => {
    lane.inbox.push(entry);
    kick(lane);
  };

  /** What somebody asked for while steps were called off would wait for the next poll otherwise. */
  const settle = (lane: Lane): void => {
    if (lane.inbox.length > 0 && !signal.aborted) kick(lane);
  };

  const take = createTaker({ ...options, documentOf, post, settle });

  /** Ends the steps that are to be called off. */
  const callOff = ({ steps }: Lane, { running }: DeploymentSnapshot): void => {
    for (const { step, stage } of running) if (stage === 'cancelling') steps.get(step.number)?.abort();
  };

  const pump = async (lane: Lane): Promise<void> => {
    const { key, deploymentId } = lane;
    try {
      do {
        lane.again = false;
        for (;;) {
          const record = recordOf(await store.read(), key);
          if (record === undefined) {
            // It may have come back since it was looked up.
            if (lane.again) break;
            lanes.delete(key);
            refuseAll(lane, unknownDeployment(deploymentId));
            return;
          }
          callOff(lane, record.lifecycle);
          const entry = signal.aborted ? undefined : await nextEntry(lane, record, { ...options, documentOf });
          if (entry === undefined) break;
          await take(lane, entry);
        }
      } while (lane.again);
    } catch (error) {
      refuseAsked(lane, error);
      emit({ type: 'deployment.stalled', ...about(lane), error: asError(error) });
    } finally {
      lane.pumping = false;
    }
    // What came while something failed would wait for the next poll otherwise.
    if (lane.again && !signal.aborted) kick(lane);
  };

  const kick = (lane: Lane): void => {
    lane.again = true;
    if (lane.pumping) return;
    lane.pumping = true;
    track(pump(lane));
  };

  const watched = new Set<WorkloadRuntime>();
  const watch = (runtimes: readonly WorkloadRuntime[], deviceId?: string): void => {
    const others = runtimes.filter((runtime) => !watched.has(runtime));
    for (const runtime of others) watched.add(runtime);
    const tellOf = (event: RuntimeEvent): void => emit({ ...event, ...(deviceId === undefined ? {} : { deviceId }) });
    watchRuntimes(others, signal, tellOf, ({ deploymentId, component, error }) => {
      if (policy.gaveUp !== 'fail') return;
      // It may come when it does not count any more, or not yet: then nothing follows from it (L-20).
      post(laneOf(deploymentId, deviceId), {
        event: { type: 'component.gaveUp', component, error },
        refused: () => {},
      });
    });
  };
  const watchAll = async (): Promise<void> => {
    if (signal.aborted) return;
    watch(site.runtimes);
    for (const child of await site.children()) watch(child.runtimes, idOf(child));
  };

  /** Children may have come or gone; what that means for a deployment, each one finds out for itself. */
  const lookAround = async (): Promise<void> => {
    try {
      await watchAll();
      await placer.placeAgain();
    } catch (error) {
      emit({ type: 'placement.failed', error: asError(error) });
    }
  };

  /** Whether a child is there can have changed since the last time. */
  const lookAt = async (lane: Lane, deviceId: string, lifecycle: DeploymentSnapshot): Promise<void> => {
    lane.lookAgain = lane.blind || failedUnreachable(lifecycle);
    const { capabilities } = await site.host(deviceId);
    if (capabilities === undefined && !lane.blind && lane.steps.size === 0) lane.resumed = false;
  };

  signal.addEventListener('abort', () => lanes.forEach((lane) => abandon(lane, agentStopped())), { once: true });

  return {
    wake: async () => {
      await lookAround();
      const { deployments } = await store.read();
      for (const { lifecycle, deviceId } of Object.values(deployments)) {
        const lane = laneOf(lifecycle.deploymentId, deviceId);
        if (deviceId !== undefined) await lookAt(lane, deviceId, lifecycle);
        kick(lane);
      }
      // Those that were forgotten when their last report was acknowledged have a lane still, which ends then.
      for (const [key, lane] of lanes) if (!Object.hasOwn(deployments, key)) kick(lane);
    },
    retry: async (deploymentId, deviceId) => {
      const records = Object.values((await store.read()).deployments).filter(
        (record) =>
          record.lifecycle.deploymentId === deploymentId && (deviceId === undefined || record.deviceId === deviceId),
      );
      const record = records.find(({ accepted }) => accepted.digest !== null) ?? records[0];
      if (signal.aborted) throw agentStopped();
      if (record === undefined) throw unknownDeployment(deploymentId);
      await new Promise<void>((taken, refused) => {
        post(laneOf(deploymentId, record.deviceId), { event: { type: 'retry' }, taken, refused });
      });
    },
  };
};

const unknownDeployment = (deploymentId: string): MargoError =>
  new MargoError('ERR_DEPLOYMENT_UNKNOWN', `This device has no deployment ${JSON.stringify(deploymentId)}.`, {
    hint: 'Take the id from an event of the agent.',
  });

const agentStopped = (): MargoError =>
  new MargoError('ERR_AGENT_STOPPED', 'The agent was stopped.', { hint: 'Make a new one to go on.' });
