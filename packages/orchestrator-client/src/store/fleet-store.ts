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
}
