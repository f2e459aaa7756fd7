import { formatETag, margoIdentityOf, type SpiffeId } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import type { Artefact, FleetStore, PublishedDeployment } from '../store/fleet-store.js';
import { readDeployments } from './read-deployments.js';
import { withBundle, writeManifest } from './write-manifest.js';

/** What to publish, and to whom. */
export interface PublishOptions {
  readonly store: FleetStore;
  /** The client that shall run it. */
  readonly client: SpiffeId;
  /**
   * Everything that the client shall run from now on, each an ApplicationDeployment as YAML text or the UTF-8 bytes of
   * it. What is left out is removed from the devices (DS-24); an empty list removes all.
   */
  readonly deployments: readonly (Uint8Array | string)[];
  /**
   * Lowest version to use. Only for a fleet manager that was restored from an older backup: one above what the devices
   * report, or they refuse whatever comes (M-26). Default: one above the last.
   */
  readonly minVersion?: bigint;
  /** Milliseconds since 1970. Default: the system clock. */
  readonly now?: () => number;
}

/** What is in force after publishing. */
export interface PublishOutcome {
  readonly manifestVersion: bigint;
  /** ETag of the manifest, with its quotes. */
  readonly etag: string;
  /** Whether there is a new version; `false` when the client was to run exactly this already. */
  readonly changed: boolean;
}

/** A failed attempt means that somebody else published, so this many only fail when the store is at fault. */
const MAX_ATTEMPTS = 1000;

/**
 * Publishes the desired state of a client as its next manifest version: the first is 1, each later one is higher, also
 * when several publish at once (DS-07, DS-08). Documents are published as the bytes they are; earlier ones stay
 * available to a device that is just fetching them (M-18). The same desired state again publishes nothing.
 *
 * @param options - what, to whom and where
 * @returns the version that is in force
 * @throws DocumentError `ERR_DOCUMENT_INVALID`: a document is not a valid ApplicationDeployment, or one that only a reader
 * puts up with (an unknown type, AX-04; members of older revisions, AX-08); nothing is published
 * @throws MargoError `ERR_DEPLOYMENT_DUPLICATE`: two documents have the same id
 * @throws MargoError `ERR_CLIENT_ID_INVALID`: the id is not one of a client
 * @throws MargoError `ERR_STORE_CONFLICT`: the store accepts no version
 *
 * @example
 * ```ts
 * import { createMemoryStore, publishDesiredState } from '@margo-sdk/orchestrator-client';
 * import { parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const deployment = `
 * id: 7c1ff6c5-8ae4-4b2f-a8f2-2b2d8d8b3b11
 * metadata: { name: press-monitor, namespace: default, deviceId: press-7 }
 * spec:
 *   applicationId: press-monitor
 *   deploymentProfile:
 *     type: helm
 *     components:
 *       - name: monitor
 *         properties: { repository: oci://registry.example/charts/monitor, revision: 1.4.2 }
 * `;
 * const outcome = await publishDesiredState({
 *   store: createMemoryStore(),
 *   client: parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7'),
 *   deployments: [deployment],
 * });
 * console.log(outcome.manifestVersion, outcome.etag); // 1n "sha256:…"
 * ```
 */
export const publishDesiredState = async ({
  store,
  client,
  deployments: sources,
  minVersion = 1n,
  now = Date.now,
}: PublishOptions): Promise<PublishOutcome> => {
  refuseOtherThanClient(client);
  const documents = await readDeployments(sources);
  const deployments = documents.map(({ published }) => published);
  let artefacts: readonly Artefact[] | undefined;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const latest = await store.latestManifest(client);
    if (latest !== undefined && latest.version >= minVersion && isSameState(latest.deployments, deployments))
      return { manifestVersion: latest.version, etag: formatETag(latest.digest), changed: false };

    artefacts ??= await withBundle(documents.map(({ artefact }) => artefact));
    const version = higher((latest?.version ?? 0n) + 1n, minVersion);
    const manifest = await writeManifest(version, deployments, artefacts);
    const { digest } = manifest;
    const published = { version, digest, deployments, publishedAtMs: now() };
    if (await store.addManifest(client, published, [manifest, ...artefacts]))
      return { manifestVersion: version, etag: formatETag(digest), changed: true };
  }
  throw new MargoError('ERR_STORE_CONFLICT', `The store refused ${MAX_ATTEMPTS} versions in a row.`, {
    hint: 'addManifest must give true when the version is higher than that of latestManifest.',
  });
};

/**
 * Publishes the empty desired state as version 1 to a client that has none; whatever else was first stands (DS-08).
 */
export const publishFirstManifest = async ({
  store,
  client,
  now,
}: Required<Omit<PublishOptions, 'deployments' | 'minVersion'>>): Promise<void> => {
  const manifest = await writeManifest(1n, [], []);
  const published = { version: 1n, digest: manifest.digest, deployments: [], publishedAtMs: now() };
  await store.addManifest(client, published, [manifest]);
};

const isSameState = (a: readonly PublishedDeployment[], b: readonly PublishedDeployment[]): boolean =>
  a.length === b.length &&
  a.every(({ deploymentId, digest }, at) => deploymentId === b[at]?.deploymentId && digest === b[at].digest);

const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const refuseOtherThanClient = (id: SpiffeId): void => {
  if (margoIdentityOf(id)?.role !== 'client')
    throw new MargoError('ERR_CLIENT_ID_INVALID', `Expected the id of a client, got ${id}.`, {
      hint: 'Desired state belongs to spiffe://<trust-domain>/margo/wfm/<wfm-id>/client/<client-id>.',
    });
};
