import type { WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { MargoError, type ApplicationDeployment, type DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import type { LifecyclePolicy } from '@margo-sdk/state-machine';
import type { Clock } from '../clock.js';
import type { DeviceEventListener } from '../device-event.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';
import type { DeviceStore } from '../store/device-store.js';

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

/** With less than one, no step would ever be taken. */
export const requireCount = (maxConcurrentSteps: number): void => {
  if (Number.isSafeInteger(maxConcurrentSteps) && maxConcurrentSteps > 0) return;
  throw new MargoError('ERR_OPTION_INVALID', 'Expected a whole number above 0 as maxConcurrentSteps.', {
    hint: 'Leave the option out to take the default.',
  });
};
