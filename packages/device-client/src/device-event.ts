import type { State } from '@margo-sdk/spec-model';
import type { FailureReason, Step } from '@margo-sdk/state-machine';

/** What a device says about its desired state. */
export type SyncEvent =
  | { readonly type: 'manifest.accepted'; readonly manifestVersion: bigint; readonly deployments: number }
  | { readonly type: 'manifest.unchanged' }
  /** What came must not be used; everything stays as it was (DS-19). */
  | { readonly type: 'manifest.refused'; readonly error: Error }
  /** Somebody offered an older desired state (DS-43). */
  | { readonly type: 'security'; readonly error: Error }
  /** The desired state could not be had, or not be kept; everything stays as it was until the next poll. */
  | { readonly type: 'poll.failed'; readonly error: Error };

/** What a device says about its reports. */
export type ReportEvent =
  | { readonly type: 'capabilities.reported' }
  /** They are reported again before the next poll (CAP-01). */
  | { readonly type: 'capabilities.failed'; readonly error: Error }
  | { readonly type: 'report.sent'; readonly deploymentId: string }
  /** Not acknowledged; it is sent again after the next poll. */
  | { readonly type: 'report.kept'; readonly deploymentId: string; readonly error: Error }
  /** The fleet manager will never take it; it is not sent again. */
  | { readonly type: 'report.rejected'; readonly deploymentId: string; readonly error: Error }
  /** The oldest report made room for newer ones. */
  | { readonly type: 'report.dropped'; readonly deploymentId: string }
  /** The store failed while reports were being sent; that is tried again after the next poll. */
  | { readonly type: 'outbox.failed'; readonly error: Error };

/** What a device says about its deployments. */
export type DeploymentEvent =
  | { readonly type: 'deployment.state'; readonly deploymentId: string; readonly state: State }
  /** It cannot be applied here; nothing was touched (L-08). */
  | { readonly type: 'deployment.refused'; readonly deploymentId: string; readonly error: FailureReason }
  /** It is removed and its last report was answered. */
  | { readonly type: 'deployment.forgotten'; readonly deploymentId: string }
  /** It could not be taken further: the store or a runtime's `inspect` failed. Tried again after the next poll. */
  | { readonly type: 'deployment.stalled'; readonly deploymentId: string; readonly error: Error }
  | { readonly type: 'step.started'; readonly deploymentId: string; readonly step: Step }
  | { readonly type: 'step.succeeded'; readonly deploymentId: string; readonly step: Step }
  /** `error` is what the runtime threw, for the log of the device; `reason` is what is reported of it. */
  | {
      readonly type: 'step.failed';
      readonly deploymentId: string;
      readonly step: Step;
      readonly reason: FailureReason;
      readonly error: Error;
    };

/** Everything that a device tells its embedder, to log or to show. */
export type DeviceEvent = SyncEvent | ReportEvent | DeploymentEvent;

/** Takes the events of a device. What it throws surfaces as an uncaught exception and does not disturb the device. */
export type DeviceEventListener = (event: DeviceEvent) => void;

/** Shields the device from its listener without hiding the listener's mistakes. */
export const shielded =
  (listener: DeviceEventListener | undefined): DeviceEventListener =>
  (event) => {
    try {
      listener?.(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };

/** Whatever was thrown, as an error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
