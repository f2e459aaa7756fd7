import type { DeviceEventListener } from '../device-event.js';
import type { PollOutcome } from './poll-outcome.js';

/** A device at work. */
export interface DeviceAgent {
  /**
   * Goes on where the last process stopped, polls for the first time, and then polls until `stop`. Resolves when the
   * first poll has been answered or has failed, or has to wait for its hour; what is on the device is looked up
   * meanwhile, and `idle` waits for that.
   *
   * @throws StoreError: the device does not remember what it accepted, so it must not go on. Where that may pass
   *   (`ERR_STORE_FAILED`), call it again.
   */
  start(): Promise<void>;
  /**
   * Polls now, whether or not the agent was started, and also outside its hours; while a poll is under way, gives what
   * comes of that. In a planned downtime there is none.
   */
  pollOnce(): Promise<PollOutcome>;
  /** When the last exchange has failed after one that had succeeded, in milliseconds since 1970; null: it has not. */
  readonly unreachableSinceMs: number | null;
  /**
   * Resolves when no poll and no step is under way, and no report is left that can be sent before the next poll. A step
   * that waits for another attempt (L-15) is not under way.
   */
  idle(): Promise<void>;
  /**
   * Has what has failed for good tried again: a revision, or a removal (L-15). Resolves when that has begun.
   *
   * @param deviceId - the device behind this gateway; without it, where the deployment is wanted
   * @throws TransitionError `ERR_TRANSITION_REFUSED`: nothing of it has failed
   * @throws MargoError `ERR_DEPLOYMENT_UNKNOWN`: the device has no such deployment; `ERR_AGENT_STOPPED`
   * @throws StoreError: it could not be looked up or remembered
   */
  retry(deploymentId: string, deviceId?: string): Promise<void>;
  /**
   * Has the capabilities found out and reported again, and the children of a gateway looked at again: deployments that
   * belong to others of them now are moved (CAP-02, L-26). Every poll does that for children, and repeats what failed.
   * Resolves when it was tried; what could not be done is told as an event.
   */
  capabilitiesChanged(): Promise<void>;
  /**
   * Has the fleet manager forget the device, and before that the devices behind it (M-53). For a device that is taken
   * out of service, between its last poll and `stop`: the next poll reports it again. Where the profile has no way to
   * take a device away, nothing is sent, and `capabilities.failed` says so (`ERR_OPERATION_UNSUPPORTED`).
   *
   * @throws TransportError: nobody can be reached
   */
  withdraw(): Promise<void>;
  /**
   * Has the device forget the version of the manifest that it holds, and nothing else: the next one may have any (M-26).
   * For a person who knows that the fleet manager has lost its memory and counts anew. It lets an old desired state in,
   * so it is told as an event, and nothing does it by itself.
   *
   * @throws StoreError: it could not be remembered
   */
  resetManifestVersion(): Promise<void>;
  /** Tells a listener everything from now on, beside `onEvent` and all others. Gives what ends that. */
  subscribe(listener: DeviceEventListener): () => void;
  /**
   * Calls off what is under way and resolves when it has ended; the agent cannot be started again. The connection behind
   * `client` stays open: whoever opened it closes it.
   */
  stop(): Promise<void>;
}
