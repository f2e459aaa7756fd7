import type { FailureReason, LifecycleEffect, LifecycleEvent, Step } from '@margo-sdk/state-machine';
import {
  createReadCache,
  type ApplicationDeployment,
  type DeviceCapabilitiesManifest,
  type Digest,
} from '@margo-sdk/spec-model';
import { asError, type DeviceEventListener } from '../device-event.js';
import { failureReasonOf } from '../failure-reason.js';
import { revisionOf } from '../fingerprint.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';
import type { DeviceStore } from '../store/device-store.js';
import { StoreError } from '../store/store-error.js';
import { checkDeployment } from './check-deployment.js';
import { DocumentLostError, readDeployment } from './read-deployment.js';
import { runStep } from './run-step.js';
import { takeEvent, type EventOutcome } from './take-event.js';
import { wishOf } from './wish.js';

/** What {@link createDriver} needs. */
export interface DriverOptions {
  readonly store: DeviceStore;
  readonly runtimes: readonly WorkloadRuntime[];
  readonly capabilities: DeviceCapabilitiesManifest;
  /** Most reports that wait for one deployment. */
  readonly maxPendingReports: number;
  readonly emit: DeviceEventListener;
  /** Called when the outbox holds something new. */
  readonly onReport: () => void;
  /** Called when a document that is wanted is not in the store any more: it has to be fetched again. */
  readonly onDocumentLost: () => void;
  /** Keeps account of what is going on, so that somebody can wait for its end. */
  readonly track: (work: Promise<void>) => void;
  /** Ends all work; what was not finished is found again after the next start. */
  readonly signal: AbortSignal;
}

/** Feeds the lifecycles of all deployments and does what they ask for. */
export interface Driver {
  /** Takes every deployment as far as it goes now: call it after a start, and whenever the state was changed. */
  wake(): Promise<void>;
}

/** One deployment in this process. Its events are taken one after the other; other deployments do not wait for it. */
interface Lane {
  readonly deploymentId: string;
  /** What came of checks and steps, oldest first; kept until it has been committed. */
  readonly answers: LifecycleEvent[];
  /** Whether the lifecycle was told what is really on the device, and nothing has been lost since (L-17). */
  resumed: boolean;
  /** Whether a runtime is at work. */
  running: boolean;
  pumping: boolean;
  again: boolean;
  /**
   * Version of the manifest that was in force when this process last asked for the removal; null before it ever did. A
   * removal that failed is asked for again once per start and once per accepted manifest (L-15).
   */
  askedToRemove: bigint | null | undefined;
}

/** Makes the driver of a device. */
export const createDriver = (options: DriverOptions): Driver => {
  const { store, runtimes, capabilities, maxPendingReports, emit, onReport, onDocumentLost, track, signal } = options;
  const lanes = new Map<string, Lane>();
  const documents = createReadCache();

  const laneOf = (deploymentId: string): Lane => {
    const known = lanes.get(deploymentId);
    if (known) return known;
    const lane: Lane = {
      deploymentId,
      answers: [],
      resumed: false,
      running: false,
      pumping: false,
      again: false,
      askedToRemove: null,
    };
    lanes.set(deploymentId, lane);
    return lane;
  };

  const inspectAll = async (deploymentId: string): Promise<LifecycleEvent> => {
    const found = await Promise.all(runtimes.map((runtime) => runtime.inspect(deploymentId)));
    return { type: 'resumed', workloads: found.flat() };
  };

  /**
   * While the manifest names a document it can be fetched again, so losing it stalls the deployment and judges nothing.
   * One that was superseded is gone for good; only as a failure it lets the newer one have its turn (L-12).
   */
  const documentOf = async (deploymentId: string, digest: Digest): Promise<ApplicationDeployment> => {
    try {
      return await readDeployment(store, digest, documents);
    } catch (error) {
      if (!(error instanceof DocumentLostError)) throw error;
      const record = (await store.read()).deployments[deploymentId];
      if (record?.accepted.digest !== digest) throw error;
      onDocumentLost();
      throw new StoreError('ERR_DOCUMENT_LOST', error.message, {
        cause: error,
        hint: 'It is fetched again with the next poll; check the disk if this happens again.',
      });
    }
  };

  /** What was accepted, as an event; undefined when the lifecycle wants that already. */
  const nextWish = async ({ deploymentId, askedToRemove }: Lane): Promise<LifecycleEvent | undefined> => {
    const { manifest, deployments } = await store.read();
    const record = deployments[deploymentId];
    const wish = record && wishOf(record, askedToRemove !== manifest?.version);
    if (wish?.type !== 'adopt') return wish;
    const { digest, manifestVersion } = wish;
    const revision = await revisionOf(await documentOf(deploymentId, digest), digest, manifestVersion);
    return { type: 'adopt', revision };
  };

  const nextEvent = async (lane: Lane): Promise<LifecycleEvent | undefined> =>
    lane.resumed ? (lane.answers[0] ?? (await nextWish(lane))) : inspectAll(lane.deploymentId);

  /**
   * After a failure nobody knows what was stored and which effects were lost, so the lifecycle begins again from what
   * is on the device, as after a crash. While a step runs nothing but a wish can fail, and that is simply made again.
   */
  const lose = (lane: Lane): void => {
    if (lane.running) return;
    lane.answers.length = 0;
    lane.resumed = false;
  };

  /** Stores what comes of an event, and only then does it (L-17). */
  const take = async (lane: Lane, event: LifecycleEvent): Promise<void> => {
    const { deploymentId } = lane;
    try {
      const { state, effects, dropped } = await commit(deploymentId, event);
      if (event.type === 'resumed') lane.resumed = true;
      else if (event === lane.answers[0]) lane.answers.shift();
      else if (event.type === 'withdraw') lane.askedToRemove = state.manifest?.version;

      for (const report of dropped) emit({ type: 'report.dropped', deploymentId: report.deploymentId });
      for (const effect of effects) await perform(lane, effect);
      if (!Object.hasOwn(state.deployments, deploymentId)) emit({ type: 'deployment.forgotten', deploymentId });
    } catch (error) {
      lose(lane);
      throw error;
    }
  };

  const commit = async (deploymentId: string, event: LifecycleEvent): Promise<EventOutcome> => {
    let outcome: EventOutcome | undefined;
    await store.commit((state) => {
      // Another manifest may have been accepted while the revision was read; the next wish is then another one.
      const isStale =
        event.type === 'adopt' && state.deployments[deploymentId]?.accepted.digest !== event.revision.digest;
      outcome = isStale
        ? { state, effects: [], dropped: [] }
        : takeEvent(state, deploymentId, event, maxPendingReports);
      return outcome.state;
    });
    if (outcome === undefined) throw new TypeError('The store has not called the change that it was given.');
    return outcome;
  };

  const perform = async (lane: Lane, effect: LifecycleEffect): Promise<void> => {
    const { deploymentId } = lane;
    switch (effect.type) {
      case 'report':
        emit({ type: 'deployment.state', deploymentId, state: effect.report.status.state });
        onReport();
        return;
      case 'check':
        lane.answers.push(await check(deploymentId, effect.digest));
        return;
      case 'run':
        // Not awaited: what is wanted may change while a step runs (L-12, L-13).
        lane.running = true;
        track(run(lane, effect.step));
        return;
      case 'forget':
        // The record goes with the acknowledgement of its last report (M-34).
        return;
    }
  };

  const judge = async (deploymentId: string, digest: Digest): Promise<FailureReason | undefined> => {
    try {
      return checkDeployment(await documentOf(deploymentId, digest), { runtimes, capabilities });
    } catch (error) {
      if (error instanceof StoreError) throw error;
      return failureReasonOf(error);
    }
  };

  const check = async (deploymentId: string, digest: Digest): Promise<LifecycleEvent> => {
    const error = await judge(deploymentId, digest);
    if (error === undefined) return { type: 'checked', digest };
    emit({ type: 'deployment.refused', deploymentId, error });
    return { type: 'refused', digest, error };
  };

  const run = async (lane: Lane, step: Step): Promise<void> => {
    const { deploymentId } = lane;
    emit({ type: 'step.started', deploymentId, step });
    const answer = await attempt(deploymentId, step);
    lane.running = false;
    if (answer === undefined) return lose(lane);
    lane.answers.push(answer);
    kick(lane);
  };

  /** Undefined when the step was neither done nor given up: what is on the device has to tell. */
  const attempt = async (deploymentId: string, step: Step): Promise<LifecycleEvent | undefined> => {
    try {
      await runStep(deploymentId, step, {
        readDocument: (digest) => documentOf(deploymentId, digest),
        runtimes,
        signal,
      });
    } catch (error) {
      // The step was called off because the process ends; it has not failed.
      if (signal.aborted) return undefined;
      // Neither has it when the device could not even look up what to do.
      if (error instanceof StoreError) {
        emit({ type: 'deployment.stalled', deploymentId, error });
        return undefined;
      }
      const reason = failureReasonOf(error);
      emit({ type: 'step.failed', deploymentId, step, reason, error: asError(error) });
      return { type: 'step.failed', step: step.number, error: reason };
    }
    emit({ type: 'step.succeeded', deploymentId, step });
    return { type: 'step.succeeded', step: step.number };
  };

  const pump = async (lane: Lane): Promise<void> => {
    const { deploymentId } = lane;
    try {
      do {
        lane.again = false;
        for (;;) {
          const known = Object.hasOwn((await store.read()).deployments, deploymentId);
          if (!known) lanes.delete(deploymentId);
          const event = known && !signal.aborted ? await nextEvent(lane) : undefined;
          if (event === undefined) break;
          await take(lane, event);
        }
      } while (lane.again);
    } catch (error) {
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

  return {
    wake: async () => {
      for (const deploymentId of Object.keys((await store.read()).deployments)) kick(laneOf(deploymentId));
    },
  };
};
