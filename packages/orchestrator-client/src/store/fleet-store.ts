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

/** The newest state manifest of a client. None is ever changed or taken back (DS-07, M-26). */
export interface PublishedManifest {
  readonly version: bigint;
  /** Digest of the manifest's bytes, which are kept as an {@link Artefact}; in quotes it is the ETag (DS-34). */
  readonly digest: Digest;
  /** Digest of the archive that goes with it; `null` when there are no deployments (DS-09). */
  readonly bundle: Digest | null;
  /** Milliseconds since 1970. */
  readonly publishedAtMs: number;
  /** The version with which the sequence of this client began; carried along from manifest to manifest. */
  readonly firstVersion: bigint;
  /** When that one was published, in milliseconds since 1970. */
  readonly firstPublishedAtMs: number;
}

/** What is wanted of one deployment from one manifest version on, until its next form begins. */
export interface PublishedForm {
  readonly deploymentId: DeploymentId;
  readonly from: bigint;
  /** `null`: from this version on the manifests do not hold the deployment. */
  readonly deployment: PublishedDeployment | null;
}

/** A new manifest, and what it changes. */
export interface Publication {
  /** Version of the manifest that this one was made from; `null` for the first of a client. */
  readonly follows: bigint | null;
  readonly manifest: PublishedManifest;
  /** A form for each deployment that this manifest adds, changes or withdraws, all with its version in `from`. */
  readonly changes: readonly PublishedForm[];
  /** The manifest itself, its bundle, and the bytes of each deployment in `changes`. */
  readonly artefacts: readonly Artefact[];
  /** Digests that the manifest before referred to and this one does not, its own among them (M-18). */
  readonly superseded: readonly Digest[];
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
  /** `receivedAtMs` of the last report at that time, `null` when there was none: any later one ends the decision. */
  readonly lastReportAtMs: number | null;
}

/**
 * Where a fleet manager keeps what it has published and heard: the seam to a database. Everything belongs to one client
 * and is asked for by that client's id, so that no answer can hold another's data (API-07). Records are plain data;
 * what is given is not changed afterwards, by neither side.
 *
 * A method that rejects makes the request fail with 500, and the client tries again.
 */
export interface FleetStore {
  /** The manifest with the highest version; `undefined` before the first. The only thing that a poll without news asks. */
  latestManifest(client: SpiffeId): Promise<PublishedManifest | undefined>;
  /** What the manifest in force holds, in the order of the ids; empty before the first. */
  wanted(client: SpiffeId): Promise<readonly PublishedDeployment[]>;
  /**
   * Every form of one deployment, or of all that were ever published to a client when none is named; the forms of each
   * deployment oldest first. Asked for one deployment with each report, so a database wants an index.
   */
  history(client: SpiffeId, deploymentId?: DeploymentId): Promise<readonly PublishedForm[]>;
  /**
   * Takes a publication, all or nothing. Atomic: gives `false` and changes nothing unless the manifest in force is the
   * one that it follows and has a lower version, so that no version exists twice and no change is lost (DS-07).
   * Artefacts that are there already stay. For each digest in `superseded` the store notes `publishedAtMs` of the
   * manifest; of a digest among `artefacts` it forgets such a note.
   */
  publish(client: SpiffeId, publication: Publication): Promise<boolean>;
  /** Bytes that were published to this client and not pruned since. */
  artefact(client: SpiffeId, digest: Digest): Promise<Artefact | undefined>;
  /**
   * Deletes the bytes that were superseded before a time, in milliseconds since 1970; never those in force. The forms
   * stay. Gives how many artefacts were deleted.
   */
  prune(client: SpiffeId, supersededBeforeMs: number): Promise<number>;
  /** All devices that a client has reported. */
  devices(client: SpiffeId): Promise<readonly DeviceRecord[]>;
  /** One of them. */
  device(client: SpiffeId, deviceId: DeviceId): Promise<DeviceRecord | undefined>;
  /** Adds or replaces a device; gives the record that was replaced. */
  putDevice(client: SpiffeId, record: DeviceRecord): Promise<DeviceRecord | undefined>;
  /** Removes devices; those that are not there do not matter. */
  removeDevices(client: SpiffeId, deviceIds: readonly DeviceId[]): Promise<void>;
  /** The last report for each deployment and device; of one deployment only when it is named. */
  statuses(client: SpiffeId, deploymentId?: DeploymentId): Promise<readonly StatusRecord[]>;
  /** One of them. */
  status(client: SpiffeId, deploymentId: DeploymentId, deviceId: DeviceId): Promise<StatusRecord | undefined>;
  /**
   * Adds or replaces the report for a deployment and device; gives the record that was replaced. The device is told that
   * its report has arrived when this resolves, so it has to be durable by then.
   */
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
