import type { DeploymentStatusManifest, Digest, State } from '@margo-sdk/spec-model';
import type { FailureReason, Step } from '@margo-sdk/state-machine';
import type { OfferedManifest } from './sync/update-refused-error.js';

/** What a device says about its desired state. */
export type SyncEvent =
  | { readonly type: 'manifest.accepted'; readonly manifestVersion: bigint; readonly deployments: number }
  | { readonly type: 'manifest.unchanged' }
  /** What came must not be used; everything stays as it was (DS-19). */
  | { readonly type: 'manifest.refused'; readonly error: Error }
  /** Somebody offered an older desired state, or another one with the same version (DS-43); `offered` says which. */
  | { readonly type: 'security'; readonly error: Error; readonly offered?: OfferedManifest | undefined }
  /** The version that is held now is the highest that there can be: no other manifest will ever be accepted (M-26). */
  | { readonly type: 'manifest.versionExhausted'; readonly manifestVersion: bigint }
  /** A person had the device forget the version that it held; the next manifest may have any (M-26). */
  | { readonly type: 'manifest.versionReset'; readonly forgotten: bigint | null }
  /** The bundle could not be had; its documents are fetched one by one (M-17). */
  | { readonly type: 'bundle.missing'; readonly error: Error }
  /** An exchange with the fleet manager has failed after one that had succeeded. */
  | { readonly type: 'connection.lost'; readonly error: Error }
  /** An exchange has succeeded again; reports are repeated (L-19). `sinceMs`: when it was lost, since 1970. */
  | { readonly type: 'connection.restored'; readonly sinceMs: number }
  /** The desired state could not be had, or not be kept; everything stays as it was until the next poll. */
  | { readonly type: 'poll.failed'; readonly error: Error };

/** What a device says about what it has told of itself, and of the devices behind it. */
export type CapabilitiesEvent =
  /** The fleet manager knows what this device can do. */
  | { readonly type: 'capabilities.reported'; readonly deviceId: string }
  /** It is no device of this client any more (M-53). */
  | { readonly type: 'capabilities.withdrawn'; readonly deviceId: string }
  /** It is tried again before the next poll (CAP-01). No device is named when nothing could be found out at all. */
  | { readonly type: 'capabilities.failed'; readonly deviceId?: string; readonly error: Error };

/** The device behind this gateway that an event is about; absent when it is about this very device (L-26). */
export interface OfDevice {
  readonly deviceId?: string;
}

/** What a device says about its reports. */
export type ReportEvent = OfDevice & ReportEventDetail;

type ReportEventDetail =
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
export type DeploymentEvent = OfDevice & DeploymentEventDetail;

type DeploymentEventDetail =
  /** Something changed; the report is the one that the fleet manager gets (L-19). */
  | {
      readonly type: 'deployment.state';
      readonly deploymentId: string;
      readonly state: State;
      readonly report: DeploymentStatusManifest;
    }
  /** It cannot be applied here, or not be prepared; nothing was touched (L-08). */
  | { readonly type: 'deployment.refused'; readonly deploymentId: string; readonly error: FailureReason }
  /** The adopted revision has failed; the last one that was installed, with the digest `to`, is brought back (L-16). */
  | { readonly type: 'deployment.rollingBack'; readonly deploymentId: string; readonly to: Digest }
  /** That has ended; `failure` says why it could not be done, and is null when it could. */
  | { readonly type: 'deployment.rolledBack'; readonly deploymentId: string; readonly failure: FailureReason | null }
  /**
   * What was last installed cannot be read any more, so an update is taken without comparing what is fixed (L-21).
   */
  | { readonly type: 'deployment.uncompared'; readonly deploymentId: string; readonly error: Error }
  /** The device that it is on cannot be reached; it is looked for with every poll (L-26). */
  | { readonly type: 'child.unreachable'; readonly deploymentId: string; readonly error: Error }
  /** Which device behind this gateway it belongs to, nobody could say; absent: of none of them (L-26). */
  | { readonly type: 'placement.failed'; readonly deploymentId?: string; readonly error: Error }
  /** It is removed and its last report was answered. */
  | { readonly type: 'deployment.forgotten'; readonly deploymentId: string }
  /** It could not be taken further: the store or a runtime's `inspect` failed. Tried again after the next poll. */
  | { readonly type: 'deployment.stalled'; readonly deploymentId: string; readonly error: Error };

/** What a device says about the steps of its deployments. */
export type StepEvent = OfDevice & StepEventDetail;

type StepEventDetail =
  /** Its turn has come: a runtime is asked. */
  | { readonly type: 'step.started'; readonly deploymentId: string; readonly step: Step }
  /** The component is in place and only has to become ready (L-05). */
  | { readonly type: 'step.applied'; readonly deploymentId: string; readonly step: Step }
  | { readonly type: 'step.succeeded'; readonly deploymentId: string; readonly step: Step }
  /** `error` is what the runtime threw, for the log of the device; `reason` is what is reported of it. */
  | {
      readonly type: 'step.failed';
      readonly deploymentId: string;
      readonly step: Step;
      readonly reason: FailureReason;
      /** Whether another attempt may succeed; whether there is one, the policy says (L-15). */
      readonly retryable: boolean;
      readonly error: Error;
    }
  /** It was called off: its time was up (L-06), or it is not wanted any more (L-13). */
  | { readonly type: 'step.cancelled'; readonly deploymentId: string; readonly step: Step }
  /** The next attempt at a step begins after `delayMs` milliseconds; `step` is the one that has failed (L-15). */
  | {
      readonly type: 'step.retrying';
      readonly deploymentId: string;
      readonly step: Step;
      /** Number of the next attempt, from 2. */
      readonly attempt: number;
      readonly delayMs: number;
    };

/** What a device says about what runs on it. */
export type RuntimeEvent = OfDevice & RuntimeEventDetail;

type RuntimeEventDetail =
  /** An installed component does not restart any more. Whether it counts as failed, the policy says (L-20). */
  | {
      readonly type: 'component.gaveUp';
      readonly deploymentId: string;
      readonly component: string;
      readonly error: FailureReason;
    }
  /** A runtime cannot tell any more how its components are doing. */
  | { readonly type: 'watch.failed'; readonly error: Error };

/** Everything that a device tells its embedder, to log or to show. */
export type DeviceEvent = SyncEvent | CapabilitiesEvent | ReportEvent | DeploymentEvent | StepEvent | RuntimeEvent;

/** Takes the events of a device. What it throws surfaces as an uncaught exception and does not disturb the device. */
export type DeviceEventListener = (event: DeviceEvent) => void;

/** Tells everybody who listens. */
export interface Broadcast {
  readonly emit: DeviceEventListener;
  /** Gives what ends the subscription. */
  subscribe(listener: DeviceEventListener): () => void;
}

/** Makes a broadcast. It shields the device and the other listeners from one that throws, and does not hide the mistake. */
export const createBroadcast = (): Broadcast => {
  const subscriptions = new Set<{ readonly listener: DeviceEventListener }>();
  return {
    emit: (event) => {
      for (const { listener } of [...subscriptions]) shielded(listener)(event);
    },
    subscribe: (listener) => {
      const subscription = { listener };
      subscriptions.add(subscription);
      return () => void subscriptions.delete(subscription);
    },
  };
};

const shielded =
  (listener: DeviceEventListener): DeviceEventListener =>
  (event) => {
    try {
      listener(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };

/** Whatever was thrown, as an error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(textOf(thrown)));

/** An object without a prototype cannot be made a text. */
const textOf = (thrown: unknown): string => {
  try {
    return String(thrown);
  } catch {
    return 'Something was thrown that is no error and cannot be shown.';
  }
};
