import { type DeviceId, type Digest, MargoError } from '@margo-sdk/spec-model/models';
import type { Fingerprint } from './workload.js';

/** One component that a revision wants, and what tells it from other revisions of itself. */
export interface ComponentSpec {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  /** False: the next component may start before this one is ready (L-05). Default true. */
  readonly wait?: boolean;
  /** How long its installation may take, all attempts together, in milliseconds (L-06). Default: that of the policy. */
  readonly timeoutMs?: number;
}

/** One revision of a deployment, reduced to what its lifecycle depends on. */
export interface Revision {
  /** Digest of the ApplicationDeployment document; a new digest is a new revision. */
  readonly digest: Digest;
  /** Version of the manifest that holds this digest. */
  readonly manifestVersion: bigint;
  /** `metadata.name` of the deployment: the source of its errors (ST-06). */
  readonly name: string;
  /** The device behind a gateway that hosts the deployment (ST-09); absent when the client itself does. */
  readonly deviceId?: DeviceId;
  /** In the order of the deployment profile, which is the order of installation (L-03). */
  readonly components: readonly ComponentSpec[];
}

/** A {@link Revision} as it is kept in a snapshot: JSON has no 64-bit integers, so the version is decimal digits. */
export interface StoredRevision extends Omit<Revision, 'manifestVersion'> {
  readonly manifestVersion: string;
}

/** Thrown when a revision cannot have a lifecycle: correct the document it was made from. Code `ERR_REVISION_INVALID`. */
export class RevisionError extends MargoError {
  override name = 'RevisionError';

  constructor(message: string) {
    super('ERR_REVISION_INVALID', message, {
      hint: 'Make revisions from deployment documents that were read and checked; component names are unique there.',
    });
  }
}

const storeFingerprint = ({ placement, artifact, configuration }: Fingerprint): Fingerprint => ({
  placement,
  artifact,
  configuration,
});

/** Takes a revision into a snapshot. A report has one entry per component (ST-04), so names must tell them apart. */
export const storeRevision = (revision: Revision): StoredRevision => {
  const names = new Set<string>();
  for (const { name, timeoutMs = 1 } of revision.components) {
    if (!Number.isSafeInteger(timeoutMs) || timeoutMs <= 0)
      throw new RevisionError(`Expected a timeout of whole milliseconds above 0 for ${JSON.stringify(name)}.`);
    if (names.has(name)) throw new RevisionError(`Expected unique component names, got ${JSON.stringify(name)} twice.`);
    names.add(name);
  }
  if (names.size === 0) throw new RevisionError('Expected a deployment with at least one component, got none.');
  return {
    digest: revision.digest,
    manifestVersion: String(revision.manifestVersion),
    name: revision.name,
    ...(revision.deviceId === undefined ? {} : { deviceId: revision.deviceId }),
    components: revision.components.map(({ name, fingerprint, wait, timeoutMs }) => ({
      name,
      fingerprint: storeFingerprint(fingerprint),
      ...(wait === undefined ? {} : { wait }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })),
  };
};
