import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { DigestMismatchError, ProblemError } from '@margo-sdk/protocol';
import type { DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import { systemClock, type Clock } from '../clock.js';
import { asError, shielded, type DeviceEventListener } from '../device-event.js';
import { createDriver } from '../driver/driver.js';
import { repeatReports } from '../outbox/outbox.js';
import { createReportSender } from '../outbox/report-sender.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';
import type { DeviceStore } from '../store/device-store.js';
import { synchronise, type SyncOutcome } from '../sync/synchronise.js';
import { UpdateRefusedError } from '../sync/update-refused-error.js';
import { watchedClient } from './watched-client.js';

/** Options of {@link createDeviceAgent}. */
export interface DeviceAgentOptions {
  /** How to reach the fleet manager. */
  readonly client: WorkloadManagementClient;
  /** Where to remember. */
  readonly store: DeviceStore;
  /** Ways to run components; the first that supports the type of a deployment profile is taken. */
  readonly runtimes: readonly WorkloadRuntime[];
  /** What this device is and offers; deployments are judged by it, and it is reported at the start (CAP-01). */
  readonly capabilities: DeviceCapabilitiesManifest;
  /** Milliseconds from the end of a poll to the next one. Default 60 000 (M-56). */
  readonly pollIntervalMs?: number;
  /** Largest part of the interval that is added to it by chance, so that a fleet does not poll as one. Default 0.1. */
  readonly jitter?: number;
  /** Most reports that wait for one deployment while the fleet manager cannot be reached. Default 64. */
  readonly maxPendingReports?: number;
  /** Most bytes of all documents of one manifest together. Default 64 MiB. */
  readonly maxUpdateBytes?: number;
  /** Most deployments of one manifest. Default 100; what more of them cost, `DeviceStore.commit` says. */
  readonly maxDeployments?: number;
  /** Longest time that a fleet manager can silence the device by `Retry-After`, in milliseconds. Default 1 hour (M-45). */
  readonly maxRetryAfterMs?: number;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** From 0 to below 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Takes what there is to log or to show. */
  readonly onEvent?: DeviceEventListener;
  /** Stops the agent, as `stop` does. */
  readonly signal?: AbortSignal;
}

/** What came of a poll. `refused`: what came must not be used. `failed`: nothing came. Both change nothing. */
export type PollOutcome =
  | SyncOutcome
  | { readonly status: 'refused'; readonly error: Error }
  | { readonly status: 'failed'; readonly error: Error };

/** A device at work. */
export interface DeviceAgent {
  /**
   * Goes on where the last process stopped, polls for the first time, and then polls until `stop`. Resolves when the
   * first poll has been answered or has failed; what is on the device is looked up meanwhile, and `idle` waits for that.
   *
   * @throws StoreError: the device does not remember what it accepted, so it must not go on
   */
  start(): Promise<void>;
  /** Polls now, whether or not the agent was started; while a poll is under way, gives what comes of that. */
  pollOnce(): Promise<PollOutcome>;
  /** Resolves when no poll and no step is under way, and no report is left that can be sent before the next poll. */
  idle(): Promise<void>;
  /**
   * Calls off what is under way and resolves when it has ended; the agent cannot be started again. The connection behind
   * `client` stays open: whoever opened it closes it.
   */
  stop(): Promise<void>;
}

/**
 * Makes a Margo device: it reports what it can do, polls for the desired state, accepts it as a whole or not at all,
 * brings the device there one step at a time, and reports every change. It survives crashes, restarts and outages at
 * any moment; failures never end it, they are told to `onEvent`.
 *
 * @example
 * ```ts
 * import { createDeviceAgent, createMemoryStore } from '@margo-sdk/device-client';
 * import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
 * import { parseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
 *
 * // A fleet manager that wants nothing. A real device gives `fetch` a mutual-TLS connection.
 * const manifest = '{"manifestVersion":1,"bundle":null,"deployments":[]}';
 * const headers = { 'Content-Type': 'application/vnd.margo.manifest.v1+json' };
 * const agent = createDeviceAgent({
 *   client: createWorkloadManagementClient({
 *     baseUrl: 'https://wfm.example.com',
 *     fetch: async ({ method }) => (method === 'GET' ? new Response(manifest, { headers }) : new Response(null)),
 *   }),
 *   store: createMemoryStore(),
 *   runtimes: [],
 *   capabilities: parseDeviceCapabilitiesManifest(
 *     '{"properties":{"id":"device-1","vendor":"Example","modelNumber":"M1","serialNumber":"1"}}',
 *   ),
 *   onEvent: (event) => console.log(event),
 * });
 * console.log(await agent.pollOnce()); // accepted, version 1n
 * await agent.idle();
 * await agent.stop();
 * ```
 */
export const createDeviceAgent = ({
  client: unwatched,
  store,
  runtimes,
  capabilities,
  pollIntervalMs = 60_000,
  jitter = 0.1,
  maxPendingReports = 64,
  maxUpdateBytes,
  maxDeployments,
  maxRetryAfterMs = 3_600_000,
  clock = systemClock,
  random = Math.random,
  onEvent,
  signal: outer,
}: DeviceAgentOptions): DeviceAgent => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const emit = shielded(onEvent);

  const work = new Set<Promise<void>>();
  const track = (promise: Promise<void>): void => {
    work.add(promise);
    void promise.finally(() => work.delete(promise));
  };
  const idle = async (): Promise<void> => {
    while (work.size > 0) await Promise.all(work);
  };

  const client = watchedClient(unwatched, async () => {
    try {
      await store.commit((state) => repeatReports(state, maxPendingReports));
    } catch (error) {
      emit({ type: 'outbox.failed', error: asError(error) });
    }
  });

  let capabilitiesReported = false;
  const reportCapabilities = async (): Promise<void> => {
    if (capabilitiesReported) return;
    const { id: deviceId } = capabilities.properties;
    try {
      await client.putCapabilities({ deviceId, body: JSON.stringify(capabilities), signal });
    } catch (error) {
      if (!signal.aborted) emit({ type: 'capabilities.failed', error: asError(error) });
      throw error;
    }
    capabilitiesReported = true;
    emit({ type: 'capabilities.reported' });
  };

  const sender = createReportSender({ client, store, maxRetryAfterMs, now: () => clock.now(), emit, signal });
  // No report may overtake the capabilities: they are the first thing that a fleet manager hears of a device (CAP-01).
  const sendReports = (): void => {
    if (capabilitiesReported) track(sender.send());
  };
  let documentLost = false;
  const driver = createDriver({
    store,
    runtimes,
    capabilities,
    maxPendingReports,
    emit,
    onReport: sendReports,
    onDocumentLost: () => {
      documentLost = true;
    },
    track,
    signal,
  });

  const ask = async (): Promise<SyncOutcome> => {
    await reportCapabilities();
    const limits = {
      ...(maxUpdateBytes === undefined ? {} : { maxUpdateBytes }),
      ...(maxDeployments === undefined ? {} : { maxDeployments }),
    };
    const outcome = await synchronise({ client, store, signal, restore: documentLost, ...limits });
    // Should one be lost all the same, the driver comes upon it when it is woken after this poll.
    documentLost = false;
    return outcome;
  };

  const judge = async (): Promise<PollOutcome> => {
    try {
      const outcome = await ask();
      if (outcome.status === 'unchanged') emit({ type: 'manifest.unchanged' });
      else {
        const { manifestVersion, deployments } = outcome;
        emit({ type: 'manifest.accepted', manifestVersion, deployments });
      }
      return outcome;
    } catch (thrown) {
      const error = asError(thrown);
      if (error instanceof UpdateRefusedError || error instanceof DigestMismatchError) {
        emit({ type: 'manifest.refused', error });
        // DS-43
        if (error.code === 'ERR_MANIFEST_VERSION_NOT_HIGHER') emit({ type: 'security', error });
        return { status: 'refused', error };
      }
      if (!signal.aborted) emit({ type: 'poll.failed', error });
      return { status: 'failed', error };
    }
  };

  const poll = async (): Promise<PollOutcome> => {
    sender.retry();
    const outcome = await judge();
    try {
      await driver.wake();
    } catch (error) {
      emit({ type: 'poll.failed', error: asError(error) });
    }
    sendReports();
    return outcome;
  };

  let polling: Promise<PollOutcome> | undefined;
  const pollOnce = (): Promise<PollOutcome> => {
    if (polling) return polling;
    polling = poll().finally(() => {
      polling = undefined;
    });
    track(polling.then(() => undefined));
    return polling;
  };

  /** Never more often than configured, and not before the fleet manager wants to be asked again (API-14, M-45). */
  const pauseAfter = (outcome: PollOutcome): number => {
    const pause = pollIntervalMs * (1 + jitter * random());
    const error = outcome.status === 'failed' ? outcome.error : undefined;
    const wish = error instanceof ProblemError ? (error.retryAfterMs ?? 0) : 0;
    return Math.max(pause, Math.min(wish, maxRetryAfterMs));
  };

  let started: Promise<void> | undefined;
  let loop: Promise<void> | undefined;
  const pollForever = async (first: PollOutcome): Promise<void> => {
    for (let outcome = first; !signal.aborted; outcome = await pollOnce()) {
      try {
        await clock.sleep(pauseAfter(outcome), signal);
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      }
    }
  };

  const stop = async (): Promise<void> => {
    stopping.abort();
    await loop;
    await idle();
  };
  outer?.addEventListener('abort', () => void stop(), { once: true });
  if (outer?.aborted) stopping.abort();

  const begin = async (): Promise<void> => {
    // Before the network is asked for: what was begun goes on even if nobody can be reached.
    await driver.wake();
    loop = pollForever(await pollOnce());
  };

  return {
    start: () => (started ??= begin()),
    pollOnce,
    idle,
    stop,
  };
};
