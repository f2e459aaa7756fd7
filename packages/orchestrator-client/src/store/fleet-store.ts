import type {
  DeploymentId,
  DeploymentStatusManifest,
  DeviceCapabilitiesManifest,
  DeviceId,
  DeviceTarget,
  Digest,
} from '@margo-sdk/spec-model';
import type { SpiffeId } from '@margo-sdk/protocol';

/** One deployment as a manifest named it. */
export interface PublishedDeployment {
  readonly deploymentId: DeploymentId;
  /** Digest of the deployment's bytes. */
  readonly digest: Digest;
  /** What the deployment is aimed at, from its `metadata.deviceId`. */
  readonly deviceId: DeviceTarget;
  /** Names of the deployment's components, which reports are compared with (ST-04). */
  readonly components: readonly string[];
}

/**
 * A state manifest that a client could have fetched. None is ever changed or taken back (DS-07, M-26). Nothing prunes
 * them yet: a store grows with each version, and with it what `manifests` gives.
 */
export interface PublishedManifest {
  readonly version: bigint;
  /** Digest of the manifest's bytes, which are kept as an {@link Artefact}; in quotes it is the ETag (DS-34). */
  readonly digest: Digest;
  readonly deployments: readonly PublishedDeployment[];
  /** Milliseconds since 1970. */
  readonly publishedAtMs: number;
}

/** Published bytes, known by their digest; served as they are and never written again (DS-31). */
export interface Artefact {
  readonly kind: 'manifest' | 'bundle' | 'deployment';
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  /** Of a deployment: its id (DS-21). */
  readonly deploymentId?: DeploymentId;
}

/** What a client last said about one of its devices. */
export interface DeviceRecord {
  readonly deviceId: DeviceId;
  readonly capabilities: DeviceCapabilitiesManifest;
  /** Milliseconds since 1970. */
  readonly receivedAtMs: number;
}

/** What a client last said about one deployment on one device (L-26, M-38). */
export interface StatusRecord {
  readonly deploymentId: DeploymentId;
  /** The device that the report is about, also where the report left it out because there is only one. */
  readonly deviceId: DeviceId;
  readonly status: DeploymentStatusManifest;
  /** Milliseconds since 1970. */
  readonly receivedAtMs: number;
  /** What failed is a removal, as the reports before tell; noted where the place of a deployment depends on it (L-26). */
  readonly isOfRemoval?: true;
}

/** Somebody's decision to wait no longer for a removal (L-24). Never sent to a device. */
export interface AbandonmentRecord {
  readonly deploymentId: DeploymentId;
  /** The device that was to remove it. */
  readonly deviceId: DeviceId;
  /** Who decided, as the fleet manager calls its users. */
  readonly by: string;
  /** When, in milliseconds since 1970. */
  readonly abandonedAtMs: number;
  /** The newest manifest of the client at that time: a later one that wants the deployment there ends the decision. */
  readonly manifestVersion: bigint;
  /** `receivedAtMs` of the report that was the last one at that time: any later one ends the decision. */
  readonly lastReportAtMs: number;
}

/**
 * Where a fleet manager keeps what it has published and heard: the seam to a database. Everything belongs to one client
 * and is asked for by that client's id, so that no answer can hold another's data (API-07). Records are plain data;
 * what is given is not changed afterwards, by neither side.
 *
 * A method that rejects makes the request fail with 500, and the client tries again.
 */
export interface FleetStore {
  /** The manifest with the highest version; `undefined` before the first. */
  latestManifest(client: SpiffeId): Promise<PublishedManifest | undefined>;
  /** All manifests of a client, oldest first; asked for by the fleet view only, never by a request. */
  manifests(client: SpiffeId): Promise<readonly PublishedManifest[]>;
  /**
   * Every form in which a deployment was ever published to a client, oldest first; empty when it never was. Asked for
   * with each report, so a database wants an index; forms that follow one another and are equal may be given once.
   */
  revisions(client: SpiffeId, deploymentId: DeploymentId): Promise<readonly PublishedDeployment[]>;
  /**
   * Adds a manifest and its artefacts, all or nothing; artefacts that are there already stay. Atomic: gives `false` and
   * changes nothing when the client has a manifest of this or a higher version, so that no version exists twice (DS-07).
   */
  addManifest(client: SpiffeId, manifest: PublishedManifest, artefacts: readonly Artefact[]): Promise<boolean>;
  /** Bytes that were published to this client. */
  artefact(client: SpiffeId, digest: Digest): Promise<Artefact | undefined>;
  /** All devices that a client has reported. */
  devices(client: SpiffeId): Promise<readonly DeviceRecord[]>;
  /** Adds or replaces a device; gives the record that was replaced. */
  putDevice(client: SpiffeId, record: DeviceRecord): Promise<DeviceRecord | undefined>;
  /** Removes devices; those that are not there do not matter. */
  removeDevices(client: SpiffeId, deviceIds: readonly DeviceId[]): Promise<void>;
  /** The last report for each deployment and device. */
  statuses(client: SpiffeId): Promise<readonly StatusRecord[]>;
  /** Adds or replaces the report for a deployment and device; gives the record that was replaced. */
  putStatus(client: SpiffeId, record: StatusRecord): Promise<StatusRecord | undefined>;
  /** When a client was last heard, in milliseconds since 1970; `undefined` when it never was. */
  lastHeard(client: SpiffeId): Promise<number | undefined>;
  /**
   * Replaces when a client was last heard. Called with each request of an accepted client, so a database may write late,
   * or not at all for a second that is known already: what is lost in a crash comes back with the next request. When
   * it rejects, the error is told and the request goes on.
   */
  putLastHeard(client: SpiffeId, atMs: number): Promise<void>;
  /** The last abandonment for each deployment and device, also of those that a later event has ended. */
  abandonments(client: SpiffeId): Promise<readonly AbandonmentRecord[]>;
  /** Adds or replaces the abandonment for a deployment and device; durable once it resolves. */
  putAbandonment(client: SpiffeId, record: AbandonmentRecord): Promise<void>;
}
