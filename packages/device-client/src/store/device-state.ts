import type { Digest } from '@margo-sdk/spec-model';
import type { DeploymentSnapshot } from '@margo-sdk/state-machine';

/** The manifest that was last accepted: the guard against older ones (DS-20), and what the next poll starts from. */
export interface AcceptedManifest {
  readonly version: bigint;
  /** With its quotes, as `If-None-Match` sends it. */
  readonly etag: string;
}

/** What the last accepted manifest wants of one deployment. */
export interface AcceptedReference {
  /** Digest of the verified document; null when the deployment is to be removed. */
  readonly digest: Digest | null;
  /** The newest accepted manifest that holds this digest (L-25), or the one that dropped the deployment (L-18). */
  readonly manifestVersion: bigint;
}

/** What a device remembers of one deployment, and a gateway of one on each device that had or has it (L-26). */
export interface DeploymentRecord {
  /** The device behind this gateway that it is meant for; absent when it is for this very device. */
  readonly deviceId?: string;
  /** Verified and wanted. */
  readonly accepted: AcceptedReference;
  /** What is being or was last applied, how far that has come, and what was last installed. */
  readonly lifecycle: DeploymentSnapshot;
  /** Nothing is left of it on the device: the record goes when the last report was acknowledged (M-34). */
  readonly gone: boolean;
}

/** A status report that the fleet manager has not acknowledged yet. */
export interface PendingReport {
  /** Rises with every report of the device. */
  readonly number: number;
  readonly deploymentId: string;
  /** As in the {@link DeploymentRecord} that it reports on. */
  readonly deviceId?: string;
  /** A DeploymentStatusManifest as JSON text, sent as it is. */
  readonly body: string;
}

/** Everything that a device has to remember. Immutable; a change makes a new one. */
export interface DeviceState {
  /** Null until the first manifest was accepted. */
  readonly manifest: AcceptedManifest | null;
  /** By {@link recordKey}. */
  readonly deployments: Readonly<Record<string, DeploymentRecord>>;
  /** Oldest first. */
  readonly outbox: readonly PendingReport[];
  /** {@link PendingReport.number} of the next report. */
  readonly nextReport: number;
}

/**
 * Names what is remembered of a deployment on a device. Neither id can have a space in it.
 *
 * @param deviceId - a device behind this gateway; left out for this very device (L-26)
 *
 * @example
 * ```ts
 * import { createMemoryStore, recordKey } from '@margo-sdk/device-client';
 *
 * const { deployments } = await createMemoryStore().read();
 * console.log(deployments[recordKey('a3e2f5dc-912e-494f-8395-52cf3769bc06')]?.lifecycle.phase); // undefined
 * ```
 */
export const recordKey = (deploymentId: string, deviceId?: string): string =>
  deviceId === undefined ? deploymentId : `${deploymentId} ${deviceId}`;

/**
 * The same state with another record. The copy has no prototype and is made member by member: of a thousand records a
 * spread takes several times as long, and every event of a deployment makes one.
 */
export const withRecord = (state: DeviceState, key: string, record: DeploymentRecord): DeviceState => {
  const deployments = copyOfRecords(state.deployments);
  deployments[key] = record;
  return { ...state, deployments };
};

/** A copy of all records that can be changed. */
export const copyOfRecords = (records: DeviceState['deployments']): Record<string, DeploymentRecord> => {
  const copy = Object.create(null) as Record<string, DeploymentRecord>;
  for (const key of Object.keys(records)) copy[key] = records[key] as DeploymentRecord;
  return copy;
};

/** What a device remembers before it has met its fleet manager. */
export const EMPTY_DEVICE_STATE: DeviceState = { manifest: null, deployments: {}, outbox: [], nextReport: 1 };

/**
 * Digests of the documents that a state refers to: wanted, being applied, next to be applied, last installed. All
 * others can be deleted.
 */
export const documentsOf = ({ deployments }: DeviceState): ReadonlySet<Digest> =>
  new Set(Object.values(deployments).flatMap(documentsOfRecord));

/** Digests of the documents that one record refers to. */
export const documentsOfRecord = ({ accepted, lifecycle }: DeploymentRecord): readonly Digest[] =>
  [
    accepted.digest,
    lifecycle.adopted?.digest,
    lifecycle.waiting?.kind === 'revision' ? lifecycle.waiting.revision.digest : undefined,
    lifecycle.lastInstalled?.digest,
  ].filter((digest) => digest !== null && digest !== undefined);
