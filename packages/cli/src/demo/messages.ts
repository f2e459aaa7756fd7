import type { DeploymentStatusManifest } from '@margo-sdk/spec-model';

/** Where a process of the demo finds who it is and whom to trust: paths, because secrets do not belong in messages. */
export interface IdentityFiles {
  readonly certificate: string;
  readonly privateKey: string;
  readonly trustBundle: string;
}

/** A report as it crosses between processes: JSON has no bigint. */
export type ReportMessage = Omit<DeploymentStatusManifest, 'adoptedManifestVersion'> & {
  readonly adoptedManifestVersion: string;
};

/** What the conductor tells the fleet manager. */
export type ToFleetManager =
  | { readonly type: 'start'; readonly identity: IdentityFiles; readonly client: string }
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
      readonly identity: IdentityFiles;
      readonly url: string;
      readonly deviceId: string;
      /** Folder of the device: its store and the files of its dry runs. */
      readonly folder: string;
      readonly pollIntervalMs: number;
      /** Script of the dry-run runtime, as JSON text. */
      readonly script: string;
    }
  /** Answered when the device has asked once more, and has nothing to do and nothing to report. */
  | { readonly type: 'settle' }
  | { readonly type: 'stop' };

/** What the device tells the conductor. */
export type FromDevice =
  | { readonly type: 'ready' }
  | { readonly type: 'settled' }
  | { readonly type: 'step'; readonly component: string; readonly kind: string }
  | { readonly type: 'failed'; readonly message: string };
