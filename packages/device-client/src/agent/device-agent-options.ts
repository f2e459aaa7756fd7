import type { RetryLimits, WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { profileFacts } from '@margo-sdk/protocol';
import type { ApplicationDeployment } from '@margo-sdk/spec-model';
import type { LifecyclePolicy } from '@margo-sdk/state-machine';
import type { Clock } from '../clock.js';
import type { DeviceEventListener } from '../device-event.js';
import type { ChildDevice, PlaceDeployment } from '../gateway/child-device.js';
import type { CapabilitiesSource } from '../gateway/site.js';
import { DEFAULT_OUTBOX_POLICY, type OutboxPolicy } from '../outbox/outbox-policy.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';
import type { DeviceStore } from '../store/device-store.js';
import { DEFAULT_PACING, requirePacing, type Pacing } from '../sync/schedule/pacing.js';
import type { PollSchedule } from '../sync/schedule/poll-schedule.js';
import { refuseOption } from '../sync/schedule/refuse-option.js';
import { RETRIEVALS } from '../sync/choose-retrieval.js';
import type { UpdateOptions } from '../sync/update-options.js';

/** When and how often a device asks for its desired state. */
export interface PollOptions {
  /** Milliseconds from the end of a poll to the next one (API-21). Default 60 000 (M-56). */
  readonly pollIntervalMs?: number;
  /** Largest part of the interval that is added to it by chance, so that a fleet does not poll as one. Default 0.1. */
  readonly jitter?: number;
  /** Hours in which it polls, and planned downtimes, in which nothing is sent (API-18, API-20). Default: always, none. */
  readonly schedule?: PollSchedule;
  /**
   * Longest time by chance before the first poll after a start, and before the first one in each of the hours of
   * `schedule`, in milliseconds. Default 0: at once.
   */
  readonly firstPollSpreadMs?: number;
  /** Longest pause that failures in a row make, in milliseconds. Default 10 minutes (M-45). */
  readonly maxPollBackoffMs?: number;
  /** Shortest pause while the fleet manager answers 403, in milliseconds. Default 15 minutes (M-39). */
  readonly forbiddenPollIntervalMs?: number;
  /** Longest time that a fleet manager can silence the device by `Retry-After`, in milliseconds. Default 1 hour (M-45). */
  readonly maxRetryAfterMs?: number;
  /**
   * How documents and capabilities are tried again within one poll; the clock is that of the agent. Polls themselves and
   * reports wait for the next poll. Default: as `retrying` of `@margo-sdk/protocol/client` does it.
   */
  readonly retry?: RetryLimits;
}

/** What waits for a fleet manager that cannot be reached (M-31). */
export interface ReportOptions {
  /** `latest`: of each deployment its newest report. `journal`: every report, within the limits. Default `latest`. */
  readonly reports?: OutboxPolicy['keep'];
  /** Most reports that wait for one deployment in a journal; the oldest makes room. Default 64. */
  readonly maxPendingReports?: number;
  /** Most reports that wait altogether in a journal; the newest of each deployment is never dropped. Default 4096. */
  readonly maxTotalPendingReports?: number;
}

/** Options of {@link createDeviceAgent}. */
export interface DeviceAgentOptions extends PollOptions, ReportOptions, UpdateOptions {
  /** How to reach the fleet manager. */
  readonly client: WorkloadManagementClient;
  /** Where to remember. */
  readonly store: DeviceStore;
  /** Ways to run components; the first that supports the type of a deployment profile is taken. */
  readonly runtimes: readonly WorkloadRuntime[];
  /**
   * What this device is and offers, or what finds that out. Deployments are judged by it, and it is reported at the
   * start and after `capabilitiesChanged` (CAP-01, CAP-02).
   */
  readonly capabilities: CapabilitiesSource;
  /**
   * The devices behind this one, which makes it a gateway: it reports them (CAP-13) and runs on them what is for them
   * (L-26). Asked with every poll and `capabilitiesChanged`, so it has to answer at once.
   */
  readonly children?: () => readonly ChildDevice[];
  /** Chooses the child for a deployment that is for any of them. Without it the gateway can place none (DS-45). */
  readonly place?: PlaceDeployment;
  /** Default: the clock of the machine. */
  readonly clock?: Clock;
  /** From 0 to below 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** What the specification leaves open about lifecycles. Default: `DEFAULT_POLICY` of `@margo-sdk/state-machine`. */
  readonly policy?: Partial<LifecyclePolicy>;
  /**
   * Names of the parameters of a deployment that may not change once it was installed (L-21); the application
   * description has the mark, so whoever has the package knows. Default: none.
   */
  readonly immutableParameters?: (deployment: ApplicationDeployment) => readonly string[];
  /**
   * Most steps that runtimes are at, over all deployments; first come, first served. One that only waits until its
   * component is ready does not count. Default 4. The time for a step (L-06) begins with its turn.
   */
  readonly maxConcurrentSteps?: number;
  /** Takes what there is to log or to show, as a subscriber from the beginning. */
  readonly onEvent?: DeviceEventListener;
  /** Stops the agent, as `stop` does. */
  readonly signal?: AbortSignal;
}

/** With less than one, nothing would ever be done. */
export const requireCount = (name: string, count: number): void => {
  if (!Number.isSafeInteger(count) || count <= 0) refuseOption(name, 'a whole number above 0');
};

/** Throws `ERR_OPTION_INVALID` for what would fail only at the first update, or at the first poll. */
export const requireUsableOptions = ({
  maxConcurrentSteps = 1,
  maxDeployments = 1,
  maxUpdateBytes = 1,
  firstPollSpreadMs = 0,
  retrieval = 'auto',
  children,
  client,
}: DeviceAgentOptions): void => {
  for (const [name, count] of Object.entries({ maxConcurrentSteps, maxDeployments, maxUpdateBytes }))
    requireCount(name, count);
  if (!(Number.isFinite(firstPollSpreadMs) && firstPollSpreadMs >= 0))
    refuseOption('firstPollSpreadMs', 'milliseconds, 0 or more,');
  if (!RETRIEVALS.includes(retrieval)) refuseOption('retrieval', `one of ${RETRIEVALS.join(', ')}`);
  const { retrievals, capabilities } = profileFacts(client.profile ?? 'rc3');
  if (retrieval !== 'auto' && !retrievals.includes(retrieval))
    refuseOption('retrieval', `auto or ${retrievals.join(' or ')} in the profile ${client.profile},`);
  if (children !== undefined && !capabilities.namesDevice)
    refuseOption('children', `none in the profile ${client.profile}, whose fleet managers know no gateways,`);
};

/** The pace that the options ask for; throws `ERR_OPTION_INVALID`. */
export const pacingOf = ({
  pollIntervalMs = DEFAULT_PACING.pollIntervalMs,
  jitter = DEFAULT_PACING.jitter,
  maxPollBackoffMs = DEFAULT_PACING.maxPollBackoffMs,
  forbiddenPollIntervalMs = DEFAULT_PACING.forbiddenPollIntervalMs,
  maxRetryAfterMs = DEFAULT_PACING.maxRetryAfterMs,
}: PollOptions): Pacing => {
  const pacing = { pollIntervalMs, jitter, maxPollBackoffMs, forbiddenPollIntervalMs, maxRetryAfterMs };
  requirePacing(pacing);
  return pacing;
};

/** What waits in the outbox as the options say; throws `ERR_OPTION_INVALID`. */
export const outboxPolicyOf = ({
  reports = DEFAULT_OUTBOX_POLICY.keep,
  maxPendingReports = DEFAULT_OUTBOX_POLICY.maxPerDeployment,
  maxTotalPendingReports = DEFAULT_OUTBOX_POLICY.maxTotal,
}: ReportOptions): OutboxPolicy => {
  if (!['latest', 'journal'].includes(reports)) refuseOption('reports', 'latest or journal');
  requireCount('maxPendingReports', maxPendingReports);
  requireCount('maxTotalPendingReports', maxTotalPendingReports);
  return { keep: reports, maxPerDeployment: maxPendingReports, maxTotal: maxTotalPendingReports };
};
