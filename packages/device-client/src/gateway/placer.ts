import {
  stringifyJson,
  type ApplicationDeployment,
  type DeploymentReference,
  type DeviceId,
  type Digest,
  type JsonValue,
} from '@margo-sdk/spec-model';
import { asError, type DeviceEventListener } from '../device-event.js';
import { checkDeployment } from '../driver/check-deployment.js';
import { DocumentLostError, readDeployment } from '../driver/read-deployment.js';
import type { DeploymentReader } from '../reading/deployment-reader.js';
import { recordKey, type AcceptedManifest, type DeviceState } from '../store/device-state.js';
import type { DeviceStore, StoredDocument } from '../store/device-store.js';
import { placeDeployments, type Placements } from '../sync/accept-manifest.js';
import { idOf, isBehind, type ChildDevice } from './child-device.js';
import type { Site } from './site.js';

/** What {@link createPlacer} needs. */
export interface PlacerOptions {
  readonly site: Site;
  readonly store: DeviceStore;
  readonly read: DeploymentReader;
  /** Called when a document that is wanted is not in the store any more: it has to be fetched again. */
  readonly onDocumentLost: () => void;
  readonly emit: DeviceEventListener;
}

/** What a deployment is named by, and which form of it is wanted. */
type Wanted = Pick<DeploymentReference, 'deploymentId' | 'digest'>;

/** The same, and where it is wanted now; undefined for this very device. */
interface Placed extends Wanted {
  readonly place: string | undefined;
}

/** Finds out which device behind a gateway each deployment belongs to (L-26). */
export interface Placer {
  /**
   * Where the deployments of a manifest belong that is about to be accepted.
   *
   * @param documents - those that the store has not yet
   * @throws MargoError, or what the store throws: nobody knows, so the manifest cannot be accepted now
   */
  placementsOf(wanted: readonly Wanted[], documents: readonly StoredDocument[]): Promise<Placements>;
  /** Looks once more when the children are others than the last time, or a deployment has found no place among them. */
  placeAgain(): Promise<void>;
}

const NOWHERE_ELSE: Placements = new Map();

/** Makes the placer of a gateway; for a device that is none there is nothing to place. */
export const createPlacer = ({ site, store, read, onDocumentLost, emit }: PlacerOptions): Placer => {
  if (!site.isGateway)
    return { placementsOf: () => Promise.resolve(NOWHERE_ELSE), placeAgain: () => Promise.resolve() };

  /** What all deployments were placed by last, for good; undefined while another look may find more. */
  let settled: string | undefined;

  const placeAll = async (
    wanted: readonly Wanted[],
    children: readonly ChildDevice[],
    documents: Documents,
  ): Promise<{ readonly placements: Placements; readonly isSettled: boolean }> => {
    const gateway = await site.id();
    const { deployments } = await store.read();
    const present = new Map(wantedOf(deployments).map(({ deploymentId, place }) => [deploymentId as string, place]));
    const placeOf = (deployment: ApplicationDeployment): string | undefined => {
      const { id: deploymentId, metadata } = deployment;
      const target: string = metadata.deviceId;
      if (isForAny(target)) return choose(deployment, children, present.get(deploymentId));
      const isKnown = Object.hasOwn(deployments, recordKey(deploymentId, target));
      // A child that was there once keeps what it has; one that was never there is unknown (M-37).
      return isKnown || children.some((child) => idOf(child) === target) ? target : undefined;
    };
    const placements = new Map<string, string>();
    let isSettled = true;
    for (const { deploymentId, digest } of wanted) {
      const deployment = await readOrTell(deploymentId, digest, documents);
      const target = deployment?.metadata.deviceId;
      if (target !== undefined && !isBehind(gateway, target)) continue;
      // Of one that was lost nobody can say what it is for: it stays where it is until it was fetched again.
      const place = deployment === undefined ? present.get(deploymentId) : placeOf(deployment);
      if (place !== undefined) placements.set(deploymentId, place);
      if (target === undefined || (place === undefined && isForAny(target))) isSettled = false;
    }
    return { placements, isSettled };
  };

  const readOrTell = async (
    deploymentId: string,
    digest: Digest,
    documents: Documents,
  ): Promise<ApplicationDeployment | undefined> => {
    try {
      return await readDeployment(documents, digest, read);
    } catch (error) {
      if (!(error instanceof DocumentLostError)) throw error;
      onDocumentLost();
      emit({ type: 'placement.failed', deploymentId, error });
      return undefined;
    }
  };

  /** It stays where it is as long as it can, and as long as nobody else can take it (L-26). */
  const choose = (
    deployment: ApplicationDeployment,
    children: readonly ChildDevice[],
    present: string | undefined,
  ): string | undefined => {
    const gateway = deployment.metadata.deviceId.slice(0, -'/*'.length);
    const candidates = children.filter(
      (child) => isBehind(gateway, idOf(child)) && checkDeployment(deployment, child) === undefined,
    );
    if (candidates.some((child) => idOf(child) === present)) return present;
    return (candidates.length > 0 ? ask(deployment, candidates) : undefined) ?? present;
  };

  const ask = (deployment: ApplicationDeployment, candidates: readonly ChildDevice[]): DeviceId | undefined => {
    try {
      const chosen = site.place?.(deployment, candidates);
      return candidates.map(idOf).find((id) => id === chosen);
    } catch (error) {
      emit({ type: 'placement.failed', deploymentId: deployment.id, error: asError(error) });
      return undefined;
    }
  };

  return {
    placementsOf: async (wanted, documents) => {
      const fresh = new Map(documents.map(({ digest, bytes }) => [digest, bytes]));
      const held = { getDocument: async (digest: Digest) => fresh.get(digest) ?? store.getDocument(digest) };
      return (await placeAll(wanted, await site.children(), held)).placements;
    },

    placeAgain: async () => {
      const children = await site.children();
      const before = await store.read();
      const basis = basisOf(before, children);
      if (settled === basis) return;
      const wanted = wantedOf(before.deployments);
      const { placements, isSettled } = await placeAll(wanted, children, store);
      if (!wanted.every(({ deploymentId, place }) => placements.get(deploymentId) === place))
        await store.commit((state) => {
          // Another manifest was accepted meanwhile, and with it everything was placed.
          if (state.manifest === null || !isSame(state.manifest, before.manifest)) return state;
          return placeDeployments(state, { manifestVersion: state.manifest.version, deployments: wanted }, placements);
        });
      // Not before it is kept: what could not be kept is placed again.
      settled = isSettled ? basis : undefined;
    },
  };
};

/** Where documents are read from. */
type Documents = Pick<DeviceStore, 'getDocument'>;

const isForAny = (target: string): boolean => target.endsWith('/*');

const wantedOf = (deployments: DeviceState['deployments']): readonly Placed[] =>
  Object.values(deployments).flatMap(({ accepted: { digest }, lifecycle: { deploymentId }, deviceId: place }) =>
    digest === null ? [] : [{ deploymentId, digest, place }],
  );

/** With another manifest or other children, deployments may belong elsewhere. */
const basisOf = ({ manifest }: DeviceState, children: readonly ChildDevice[]): string =>
  stringifyJson([
    manifest && [manifest.version.toString(), manifest.etag],
    ...children.map(({ capabilities }) => capabilities as unknown as JsonValue),
  ]);

/** Versions may come again after a reset (M-26). */
const isSame = (manifest: AcceptedManifest, other: AcceptedManifest | null): boolean =>
  manifest.version === other?.version && manifest.etag === other.etag;
