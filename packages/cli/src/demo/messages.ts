import type { SpiffeId, WireProfile } from '@margo-sdk/protocol';
import type { DeploymentStatusManifest } from '@margo-sdk/spec-model';
import type { Step } from '@margo-sdk/state-machine';
import type { IdentityFiles } from './identity-files.js';

/** A report as it crosses between processes: JSON has no bigint. */
export type ReportMessage = Omit<DeploymentStatusManifest, 'adoptedManifestVersion'> & {
  readonly adoptedManifestVersion: string;
};

/** A chart in one of its revisions. */
export interface Chart {
  readonly component: string;
  readonly revision: string;
}

/** What the conductor tells the fleet manager. */
export type ToFleetManager =
  | {
      readonly type: 'start';
      readonly profile: WireProfile;
      /** Who the fleet manager is. */
      readonly id: SpiffeId;
      readonly identity: IdentityFiles;
      /** The only client: its id with mutual TLS, and its certificate where messages are signed. */
      readonly client: SpiffeId;
      readonly clientCertificate: string;
    }
  | { readonly type: 'publish'; readonly documents: readonly string[] }
  /** Answered when every report that was received has been told. */
  | { readonly type: 'flush' }
  | { readonly type: 'stop' };

/** What the fleet manager tells the conductor. */
export type FromFleetManager =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'published'; readonly manifestVersion: string }
  | { readonly type: 'flushed' }
  | { readonly type: 'report'; readonly report: ReportMessage; readonly verdict: string }
  | { readonly type: 'failed'; readonly message: string };

/** What the conductor tells the device. */
export type ToDevice =
  | {
      readonly type: 'start';
      readonly profile: WireProfile;
      readonly identity: IdentityFiles;
      readonly url: string;
      readonly deviceId: string;
      /** Folder of the device: its store and the files of its dry runs. */
      readonly folder: string;
      readonly pollIntervalMs: number;
      /** How long each step takes, in milliseconds. */
      readonly stepMs: number;
      /** File that the run is recorded in, behind what is there. */
      readonly record: string | null;
    }
  /** What is special about the steps from now on; answered with `set`. */
  | {
      readonly type: 'setting';
      /** Rules of the dry run. */
      readonly rules: readonly object[];
      /** A chart that is put in place only when a newer revision of the deployment waits. */
      readonly held: Chart | null;
    }
  /** Answered when the device has asked once more, and has nothing to do and nothing to report. */
  | { readonly type: 'settle' }
  | { readonly type: 'stop' };

/** A step that the device takes now. */
export interface StepMessage {
  readonly type: 'step';
  readonly component: string;
  readonly kind: Step['kind'];
  readonly attempt: number;
  /** Revision of the chart that is put in place; none when one is removed. */
  readonly revision?: string;
}

/** What the device tells the conductor. */
export type FromDevice =
  /** `letInAs` is what the fleet manager calls a device that it has let in just now. */
  | { readonly type: 'ready'; readonly letInAs: string | null }
  | { readonly type: 'set' }
  | { readonly type: 'settled' }
  | StepMessage
  /** An attempt at a step has failed, and there is going to be another one. */
  | { readonly type: 'retrying'; readonly component: string; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };
