import { DigestMismatchError, ProblemError } from '@margo-sdk/protocol';
import { lifecyclePolicy } from '@margo-sdk/state-machine';
import { systemClock } from '../clock.js';
import { asError, createBroadcast, type DeviceEventListener } from '../device-event.js';
import { createDriver } from '../driver/driver.js';
import { repeatReports } from '../outbox/outbox.js';
import { createReportSender } from '../outbox/report-sender.js';
import { synchronise, type SyncOutcome } from '../sync/synchronise.js';
import { UpdateRefusedError } from '../sync/update-refused-error.js';
import { requireCount, type DeviceAgentOptions } from './device-agent-options.js';
import { watchedClient } from './watched-client.js';

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
  /**
   * Resolves when no poll and no step is under way, and no report is left that can be sent before the next poll. A step
   * that waits for another attempt (L-15) is not under way.
   */
  idle(): Promise<void>;
  /**
   * Has what has failed for good tried again: a revision, or a removal (L-15). Resolves when that has begun.
   *
   * @throws TransitionError `ERR_TRANSITION_REFUSED`: nothing of it has failed
   * @throws MargoError `ERR_DEPLOYMENT_UNKNOWN`: the device has no such deployment; `ERR_AGENT_STOPPED`
   * @throws StoreError: it could not be looked up or remembered
   */
  retry(deploymentId: string): Promise<void>;
  /** Tells a listener everything from now on, beside `onEvent` and all others. Gives what ends that. */
  subscribe(listener: DeviceEventListener): () => void;
  /**
   * Calls off what is under way and resolves when it has ended; the agent cannot be started again. The connection behind
   * `client` stays open: whoever opened it closes it.
   */
  stop(): Promise<void>;
}

/**
 * Makes a Margo device: it reports what it can do, polls for the desired state, accepts it as a whole or not at all,
 * brings the device there one step at a time, and reports every change. It survives crashes, restarts and outages at
 * any moment; failures never end it, they are told to `onEvent` and to whoever subscribes.
 *
 * @throws MargoError `ERR_POLICY_INVALID`; `ERR_OPTION_INVALID`: `maxConcurrentSteps` is not a whole number above 0
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
  policy: chosenPolicy,
  immutableParameters,
  maxConcurrentSteps = 4,
  onEvent,
  signal: outer,
}: DeviceAgentOptions): DeviceAgent => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const policy = lifecyclePolicy(chosenPolicy);
  requireCount(maxConcurrentSteps);
  const broadcast = createBroadcast();
  const { emit } = broadcast;
  if (onEvent) broadcast.subscribe(onEvent);

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
      await store.commit((state) => repeatReports(state, { policy, maxPendingReports }));
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
    immutableParameters,
    policy,
    clock,
    random,
    maxConcurrentSteps,
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
    retry: (deploymentId) => driver.retry(deploymentId),
    subscribe: (listener) => broadcast.subscribe(listener),
    stop,
  };
};
