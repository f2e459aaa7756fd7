import type { DeploymentSnapshot } from '@margo-sdk/state-machine';
import { MargoError } from '@margo-sdk/spec-model';
import { asError } from '../device-event.js';
import { createDocumentReader } from './documents.js';
import type { DriverOptions } from './driver-options.js';
import { abandon, newLane, refuseAll, refuseAsked, type Entry, type Lane } from './lane.js';
import { nextEntry } from './next-entry.js';
import { createTaker } from './take-entry.js';
import { watchRuntimes } from './watch-runtimes.js';

/** Feeds the lifecycles of all deployments and does what they ask for. */
export interface Driver {
  /** Takes every deployment as far as it goes now: call it after a start, and whenever the state was changed. */
  wake(): Promise<void>;
  /** Has what failed for good tried again; resolves when that has begun. */
  retry(deploymentId: string): Promise<void>;
}

/** Makes the driver of a device. */
export const createDriver = (options: DriverOptions): Driver => {
  const { store, runtimes, policy, emit, track, signal } = options;
  const lanes = new Map<string, Lane>();
  const documentOf = createDocumentReader(store, options.onDocumentLost);

  const laneOf = (deploymentId: string): Lane => {
    const lane = lanes.get(deploymentId) ?? newLane(deploymentId);
    lanes.set(deploymentId, lane);
    return lane;
  };

  /** Has an event taken after those that came before it. */
  const post = (lane: Lane, entry: Entry): void => {
    lane.inbox.push(entry);
    kick(lane);
  };

  const take = createTaker({ ...options, documentOf, post });

  /** Ends the steps that are to be called off. */
  const callOff = ({ steps }: Lane, { running }: DeploymentSnapshot): void => {
    for (const { step, stage } of running) if (stage === 'cancelling') steps.get(step.number)?.abort();
  };

  const pump = async (lane: Lane): Promise<void> => {
    const { deploymentId } = lane;
    try {
      do {
        lane.again = false;
        for (;;) {
          const { deployments } = await store.read();
          const record = Object.hasOwn(deployments, deploymentId) ? deployments[deploymentId] : undefined;
          if (record === undefined) {
            lanes.delete(deploymentId);
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
      emit({ type: 'deployment.stalled', deploymentId, error: asError(error) });
    } finally {
      lane.pumping = false;
    }
  };

  const kick = (lane: Lane): void => {
    lane.again = true;
    if (lane.pumping) return;
    lane.pumping = true;
    track(pump(lane));
  };

  let watching = false;
  const watch = (): void => {
    if (watching || signal.aborted) return;
    watching = true;
    watchRuntimes(runtimes, signal, emit, ({ deploymentId, component, error }) => {
      if (policy.gaveUp !== 'fail') return;
      // It may come when it does not count any more, or not yet: then nothing follows from it (L-20).
      post(laneOf(deploymentId), { event: { type: 'component.gaveUp', component, error }, refused: () => {} });
    });
  };

  signal.addEventListener('abort', () => lanes.forEach((lane) => abandon(lane, agentStopped())), { once: true });

  return {
    wake: async () => {
      watch();
      const { deployments } = await store.read();
      // Those that were forgotten when their last report was acknowledged have a lane still, which ends then.
      for (const deploymentId of new Set([...Object.keys(deployments), ...lanes.keys()])) kick(laneOf(deploymentId));
    },
    retry: async (deploymentId) => {
      const { deployments } = await store.read();
      if (signal.aborted) throw agentStopped();
      if (!Object.hasOwn(deployments, deploymentId)) throw unknownDeployment(deploymentId);
      await new Promise<void>((taken, refused) => {
        post(laneOf(deploymentId), { event: { type: 'retry' }, taken, refused });
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
