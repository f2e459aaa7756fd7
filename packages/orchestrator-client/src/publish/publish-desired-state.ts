import type { SpiffeId, WireProfile } from '@margo-sdk/protocol';
import type { FleetStore } from '../store/fleet-store.js';
import { byDigest } from './desired-state.js';
import { acceptNoLoss, type ConversionLossPolicy } from './in-revision.js';
import {
  nothingKnown,
  PUBLISH_DEFAULTS,
  publishNext,
  refuseOtherThanClient,
  stateInForce,
  type Publishing,
  type PublishOutcome,
} from './publish-next.js';
import { readDeployments, takeSources, type Source } from './read-deployments.js';

/** What to publish, and to whom. */
export interface PublishOptions {
  readonly store: FleetStore;
  /** The client that shall run it. */
  readonly client: SpiffeId;
  /** The profile that the client speaks. Default `rc3`. */
  readonly profile?: WireProfile;
  /** Which losses are accepted where a document is converted for the profile. Default: none. */
  readonly acceptConversionLoss?: ConversionLossPolicy;
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
  /** Milliseconds for which superseded bytes stay available (M-18). Default: `PUBLISH_DEFAULTS.graceMs`, an hour. */
  readonly graceMs?: number;
}

/**
 * Publishes the desired state of a client as its next manifest version: the first is 1, each later one is higher, also
 * when several publish at once (DS-07, DS-08). Documents are published as the bytes they are; earlier ones stay
 * available for `graceMs` to a device that is just fetching them, and are deleted when something is published after that
 * (M-18). The same desired state again publishes nothing.
 *
 * @param options - what, to whom and where
 * @returns the version that is in force
 * @throws DocumentError `ERR_DOCUMENT_INVALID`: a document is not a valid ApplicationDeployment, or one that only a reader
 * puts up with (an unknown type, AX-04; members of older revisions, AX-08); nothing is published
 * @throws MargoError `ERR_DEPLOYMENT_DUPLICATE`: two documents have the same id
 * @throws MargoError `ERR_CLIENT_ID_INVALID`: the id is not one of a client
 * @throws MargoError `ERR_STORE_CONFLICT`: the store accepts no version
 * @throws MargoError `ERR_CONVERSION_LOSS`, `ERR_CONVERSION_UNDECIDED`, `ERR_CONVERSION_UNKNOWN`: a document cannot be
 * said in the revision of the profile, or not without loss; convert it yourself with `convertDocument`
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
  deployments,
  profile = 'rc3',
  acceptConversionLoss: acceptLoss = acceptNoLoss,
  minVersion,
  now = Date.now,
  graceMs = PUBLISH_DEFAULTS.graceMs,
}: PublishOptions): Promise<PublishOutcome> =>
  publishAll(
    { store, client, profile, acceptLoss, minVersion, now, graceMs, known: nothingKnown() },
    takeSources(deployments),
  );

/** {@link publishDesiredState}, with what is remembered of earlier publications. */
export const publishAll = async (publishing: Publishing, deployments: readonly Source[]): Promise<PublishOutcome> => {
  const { store, client } = publishing;
  refuseOtherThanClient(client);
  const { state: inForce, isForeign } = await stateInForce(publishing, await store.latestManifest(client));
  const state = await readDeployments(publishing, deployments, byDigest(isForeign ? [] : inForce));
  return publishNext(publishing, () => state);
};
