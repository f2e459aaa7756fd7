import type { ApplicationDeployment } from '@margo-sdk/spec-model';
import type { LifecyclePolicy } from '@margo-sdk/state-machine';
import type { Clock } from '../clock.js';
import type { DeviceEventListener } from '../device-event.js';
import type { Placer } from '../gateway/placer.js';
import type { Site } from '../gateway/site.js';
import type { OutboxPolicy } from '../outbox/outbox-policy.js';
import type { DeploymentReader } from '../reading/deployment-reader.js';
import type { DeviceStore } from '../store/device-store.js';

/** What the driver of a device needs. */
export interface DriverOptions {
  readonly store: DeviceStore;
  /** Reads accepted documents. */
  readonly read: DeploymentReader;
  /** Where deployments run. */
  readonly site: Site;
  readonly placer: Pick<Placer, 'placeAgain'>;
  readonly immutableParameters?: ((deployment: ApplicationDeployment) => readonly string[]) | undefined;
  readonly policy: LifecyclePolicy;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Most steps that runtimes are at, over all deployments. */
  readonly maxConcurrentSteps: number;
  /** What reports wait while nobody can be reached. */
  readonly outbox: OutboxPolicy;
  readonly emit: DeviceEventListener;
  /** Called when the outbox holds something new. */
  readonly onReport: () => void;
  /** Called when a document that is wanted is not in the store any more: it has to be fetched again. */
  readonly onDocumentLost: () => void;
  /** Keeps account of what is going on, so that somebody can wait for its end. Timers are not going on. */
  readonly track: (work: Promise<void>) => void;
  /** Ends all work; what was not finished is found again after the next start. */
  readonly signal: AbortSignal;
}
