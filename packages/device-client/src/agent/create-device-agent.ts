import { lifecyclePolicy } from '@margo-sdk/state-machine';
import { systemClock } from '../clock.js';
import { createCapabilitiesReporter } from '../capabilities/capabilities-reporter.js';
import { asError, createBroadcast } from '../device-event.js';
import { createDriver } from '../driver/driver.js';
import { createPlacer } from '../gateway/placer.js';
import { createSite } from '../gateway/site.js';
import { repeatReports } from '../outbox/outbox.js';
import { createReportSender } from '../outbox/report-sender.js';
import { createDeploymentReader } from '../reading/deployment-reader.js';
import { createSchedule } from '../sync/schedule/schedule.js';
import { synchroniseWith } from '../sync/synchronise.js';
import { outboxPolicyOf, pacingOf, requireUsableOptions, type DeviceAgentOptions } from './device-agent-options.js';
import type { DeviceAgent } from './device-agent.js';
import { createFleetConnection } from './fleet-connection.js';
import { pollForever } from './poll-loop.js';
import type { PollOutcome } from './poll-outcome.js';
import { createPoller } from './poller.js';
import { quietInDowntime } from './quiet-in-downtime.js';
import { createWork } from './work.js';

/**
 * Makes a Margo device: it reports what it can do, polls for the desired state, accepts it as a whole or not at all,
 * brings the device there one step at a time, and reports every change. It survives crashes, restarts and outages at
 * any moment; failures never end it, they are told to `onEvent` and to whoever subscribes.
 *
 * @throws MargoError `ERR_POLICY_INVALID`; `ERR_OPTION_INVALID`: a number, time or zone among the options is none that can be used
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
export const createDeviceAgent = (options: DeviceAgentOptions): DeviceAgent => {
  const { store, clock = systemClock, random = Math.random, maxConcurrentSteps = 4, onEvent, signal: outer } = options;
  const policy = lifecyclePolicy(options.policy);
  const pacing = pacingOf(options);
  const outbox = outboxPolicyOf(options);
  const schedule = createSchedule(options.schedule);
  requireUsableOptions(options);
  const stopping = new AbortController();
  const { signal } = stopping;
  const isDown = (): boolean => schedule.isDown(clock.now());
  const broadcast = createBroadcast();
  const emit = quietInDowntime(broadcast.emit, isDown);
  if (onEvent) broadcast.subscribe(onEvent);

  const { track, idle } = createWork();
  const { client, lostSinceMs } = createFleetConnection({
    client: options.client,
    isDown,
    retry: options.retry ?? {},
    clock,
    random,
    emit,
    repeat: async () => {
      await store.commit((state) => repeatReports(state, { policy, outbox }));
      await sender.spread();
    },
  });

  const site = createSite(options);
  let documentLost = false;
  const onDocumentLost = (): void => {
    documentLost = true;
  };
  const read = createDeploymentReader({ profile: client.profile, decide: options.decide, deviceId: () => site.id() });
  const placer = createPlacer({ site, store, read, onDocumentLost, emit });
  const report = createCapabilitiesReporter({ client, current: () => site.allCapabilities(), emit, signal });
  const { maxRetryAfterMs } = pacing;
  const sender = createReportSender({ client, store, maxRetryAfterMs, clock, random, emit, signal });
  // No report may overtake the capabilities: they are the first thing that a fleet manager hears of a device (CAP-01).
  const sendReports = (): void => {
    if (report.isDone() && !isDown()) track(sender.send());
  };
  const driver = createDriver({
    store,
    read,
    site,
    placer,
    immutableParameters: options.immutableParameters,
    policy,
    clock,
    random,
    maxConcurrentSteps,
    outbox,
    emit,
    onReport: sendReports,
    onDocumentLost,
    track,
    signal,
  });

  const poll = createPoller({
    ask: async () => {
      await report.send();
      const onBundleMissing = (error: unknown): void => emit({ type: 'bundle.missing', error: asError(error) });
      const outcome = await synchroniseWith({
        ...options,
        read,
        client,
        placementsOf: (wanted, documents) => placer.placementsOf(wanted, documents),
        onBundleMissing,
        signal,
        restore: documentLost,
      });
      // Should one be lost all the same, the driver comes upon it when it is woken after this poll.
      documentLost = false;
      return outcome;
    },
    wake: () => driver.wake(),
    schedule,
    now: () => clock.now(),
    emit,
    signal,
  });
  let polling: Promise<PollOutcome> | undefined;
  const pollOnce = (): Promise<PollOutcome> => {
    if (polling) return polling;
    sender.retry();
    polling = poll().finally(() => {
      polling = undefined;
    });
    track(polling.then(sendReports));
    return polling;
  };

  const lookAgain = async (): Promise<void> => {
    site.forget();
    try {
      if (!isDown()) await report.send();
    } catch {
      // It was told, and is tried again before the next poll.
    }
    try {
      await driver.wake();
    } catch (error) {
      emit({ type: 'poll.failed', error: asError(error) });
    }
    sendReports();
  };
  const capabilitiesChanged = async (): Promise<void> => {
    if (signal.aborted) return;
    const looking = lookAgain();
    track(looking);
    await looking;
  };

  let started: Promise<void> | undefined;
  let loop: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    // Before the network is asked for: what was begun goes on even if nobody can be reached.
    await driver.wake();
    const onUp = (): void => {
      sender.retry();
      sendReports();
    };
    const { firstPollSpreadMs = 0 } = options;
    await new Promise<void>((onFirst) => {
      loop = pollForever({ poll: pollOnce, schedule, pacing, firstPollSpreadMs, onUp, clock, random, signal }, onFirst);
    });
  };

  const stop = async (): Promise<void> => {
    stopping.abort();
    outer?.removeEventListener('abort', onAbort);
    // Whoever started it is told why it could not; here only its end counts.
    await started?.catch(() => undefined);
    await loop;
    await idle();
  };
  const onAbort = (): void => void stop();
  outer?.addEventListener('abort', onAbort, { once: true });
  if (outer?.aborted) stopping.abort();

  const start = (): Promise<void> =>
    (started ??= begin().catch((error: unknown) => {
      // The disk may be there the next time.
      started = undefined;
      throw error;
    }));

  return {
    start,
    pollOnce,
    get unreachableSinceMs() {
      return lostSinceMs();
    },
    idle,
    retry: (deploymentId, deviceId) => driver.retry(deploymentId, deviceId),
    capabilitiesChanged,
    withdraw: () => report.withdraw(),
    resetManifestVersion: async () => {
      let forgotten: bigint | null = null;
      await store.commit((state) => {
        forgotten = state.manifest?.version ?? null;
        return state.manifest === null ? state : { ...state, manifest: null };
      });
      emit({ type: 'manifest.versionReset', forgotten });
    },
    subscribe: (listener) => broadcast.subscribe(listener),
    stop,
  };
};
