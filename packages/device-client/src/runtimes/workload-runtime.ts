import type { ApplicationDeployment } from '@margo-sdk/spec-model';
import type { FailureReason, Fingerprint, Step, Workload } from '@margo-sdk/state-machine';

/** Asks a runtime to fetch what one component of a deployment needs. */
export interface PrepareRequest {
  readonly deploymentId: string;
  /** Name of the component. */
  readonly component: string;
  /** The whole document, shared and frozen; the component and its parameters are found in it by name. */
  readonly deployment: ApplicationDeployment;
  /** What the component is going to be stamped with. */
  readonly fingerprint: Fingerprint;
}

/** Asks a runtime to bring one component to what a deployment says. */
export interface ApplyRequest {
  readonly deploymentId: string;
  /** `install` also means: bring what is there in an unknown state to what is wanted. */
  readonly kind: Exclude<Step['kind'], 'remove' | 'prepare'>;
  /** Name of the component. */
  readonly component: string;
  /** The whole document, shared and frozen; the component and its parameters are found in it by name. */
  readonly deployment: ApplicationDeployment;
  /** To be stamped on the workload, for `inspect` to give back. */
  readonly fingerprint: Fingerprint;
  /**
   * To be called when the component is put in place and only has to become ready. If it says `wait: false`, the next one
   * is started then (L-05). A runtime that never calls it lets the others wait until the component is ready. Only the
   * first call counts, and none after `apply` has ended.
   */
  readonly onApplied?: () => void;
}

/** Asks a runtime to take one component away. */
export interface RemoveRequest {
  readonly deploymentId: string;
  /** Name of the component. */
  readonly component: string;
  /** {@link Fingerprint.placement} of the workload; one with another placement stays. */
  readonly placement: string;
}

/** A component that was installed has stopped running, and its runtime does not start it again (L-20). */
export interface GaveUpFact {
  readonly deploymentId: string;
  /** Name of the component. */
  readonly component: string;
  /** May be reported: no secrets. */
  readonly error: FailureReason;
}

/**
 * A way to run components. Whoever brings one keeps these promises:
 * - `prepare`, `apply` and `remove` can be done twice: a step that was cut off, or that failed, is asked for again.
 * - They resolve when the device is as asked for, and not before: for `apply` that means that the workload is ready.
 * - They throw when they have given up on the attempt. A {@link WorkloadError} is reported to the fleet manager and says
 *   whether it is worth another attempt; of an error that is none of the SDK's only its existence is reported, and it is
 *   tried again (L-15).
 * - They settle soon after `signal` is aborted: the time for the step is up, it is not wanted any more, or the process is
 *   about to end. Throwing the signal's reason, or another error named `AbortError`, says that the step was called off;
 *   what it leaves is found by `inspect`. Until a step has settled its deployment waits, and it takes up one of
 *   `maxConcurrentSteps`.
 * - `inspect` tells what is really there, also after a crash. What was begun and not finished is `doubtful`. It gives
 *   only what belongs to the deployment it is asked about: what it gives beyond the wanted revision is removed.
 * - Names of components are unique only within a deployment: two deployments with a component of one name must not get
 *   at each other's workloads. Steps of one component never overlap; those of different components can.
 *
 * A connection that a runtime was handed is not the agent's to close: `DeviceAgent.stop` ends the work and leaves it open.
 */
export interface WorkloadRuntime {
  /** Whether it can run a deployment profile of this type: `helm`, `compose`, `custom`. */
  supports(profileType: string): boolean;
  /**
   * Fetches what `apply` is going to need, such as charts and images, and touches nothing that runs. Every component that
   * an update changes is prepared before the first one is touched; when one cannot be, the update is refused and what
   * runs stays as it is (L-08). A runtime without it fetches in `apply`. Nothing is prepared when a process goes on in the
   * middle of applying (L-17), nor on the way back of a rollback (L-16): `apply` then fetches what is missing.
   */
  prepare?(request: PrepareRequest, signal: AbortSignal): Promise<void>;
  /** Installs, upgrades or reconfigures one component. */
  apply(request: ApplyRequest, signal: AbortSignal): Promise<void>;
  /** Removes one component; content when it is not there. */
  remove(request: RemoveRequest, signal: AbortSignal): Promise<void>;
  /** Everything of a deployment that this runtime has on the device, leftovers included. */
  inspect(deploymentId: string): Promise<readonly Workload[]>;
  /**
   * Tells from now on which components have given up restarting, until `signal` is aborted (L-20). Called once for each
   * agent. The agent tells its embedder; for the lifecycle it counts only if the policy says so.
   */
  watch?(listener: (fact: GaveUpFact) => void, signal: AbortSignal): void | Promise<void>;
}
