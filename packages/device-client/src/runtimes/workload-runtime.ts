import type { ApplicationDeployment } from '@margo-sdk/spec-model';
import type { Fingerprint, Step, Workload } from '@margo-sdk/state-machine';

/** Asks a runtime to bring one component to what a deployment says. */
export interface ApplyRequest {
  readonly deploymentId: string;
  /** `install` also means: bring what is there in an unknown state to what is wanted. */
  readonly kind: Exclude<Step['kind'], 'remove'>;
  /** Name of the component. */
  readonly component: string;
  /** The whole document, shared and frozen; the component and its parameters are found in it by name. */
  readonly deployment: ApplicationDeployment;
  /** To be stamped on the workload, for `inspect` to give back. */
  readonly fingerprint: Fingerprint;
}

/** Asks a runtime to take one component away. */
export interface RemoveRequest {
  readonly deploymentId: string;
  /** Name of the component. */
  readonly component: string;
  /** {@link Fingerprint.placement} of the workload; one with another placement stays. */
  readonly placement: string;
}

/**
 * A way to run components. Whoever brings one keeps these promises:
 * - `apply` and `remove` are idempotent: a step that was cut off by a crash may be asked for again.
 * - Both resolve when the device is as asked for, and not before: for `apply` that means that the workload is ready.
 * - Both throw a {@link WorkloadError} when they have given up; it is reported to the fleet manager.
 * - Both stop soon after `signal` is aborted; the process is about to end, and what they leave is found by `inspect`.
 * - `inspect` tells what is really there, also after a crash. What was begun and not finished is `doubtful`. It gives
 *   only what belongs to the deployment it is asked about: what it gives beyond the wanted revision is removed.
 * - Names of components are unique only within a deployment: two deployments with a component of one name must not get
 *   at each other's workloads.
 *
 * A connection that a runtime was handed is not the agent's to close: `DeviceAgent.stop` ends the work and leaves it open.
 */
export interface WorkloadRuntime {
  /** Whether it can run a deployment profile of this type: `helm`, `compose`, `custom`. */
  supports(profileType: string): boolean;
  /** Installs, upgrades or reconfigures one component. */
  apply(request: ApplyRequest, signal: AbortSignal): Promise<void>;
  /** Removes one component; content when it is not there. */
  remove(request: RemoveRequest, signal: AbortSignal): Promise<void>;
  /** Everything of a deployment that this runtime has on the device, leftovers included. */
  inspect(deploymentId: string): Promise<readonly Workload[]>;
}
