import type { SpiffeId } from '@margo-sdk/protocol';
import type { DeploymentId, Digest } from '@margo-sdk/spec-model';
import type {
  AbandonmentRecord,
  Artefact,
  DeviceRecord,
  FleetStore,
  PublishedDeployment,
  PublishedManifest,
  StatusRecord,
} from './fleet-store.js';

interface ClientShelf {
  readonly manifests: PublishedManifest[];
  readonly revisions: Map<DeploymentId, PublishedDeployment[]>;
  readonly artefacts: Map<Digest, Artefact>;
  readonly devices: Map<string, DeviceRecord>;
  readonly statuses: Map<string, StatusRecord>;
  readonly abandonments: Map<string, AbandonmentRecord>;
}

/**
 * Keeps everything in memory: for tests, demonstrations, and as the model of what a store of your own has to do. A
 * restart begins again at version 1, which devices that hold a higher one refuse (M-26); a plant needs a database.
 *
 * @example
 * ```ts
 * import { createMemoryStore } from '@margo-sdk/orchestrator-client';
 * import { parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const store = createMemoryStore();
 * const client = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
 * console.log(await store.latestManifest(client)); // undefined
 * ```
 */
export const createMemoryStore = (): FleetStore => {
  const shelves = new Map<SpiffeId, ClientShelf>();
  const heard = new Map<SpiffeId, number>();
  const shelfOf = (client: SpiffeId): ClientShelf => {
    const known = shelves.get(client);
    if (known !== undefined) return known;
    const shelf: ClientShelf = {
      manifests: [],
      revisions: new Map(),
      artefacts: new Map(),
      devices: new Map(),
      statuses: new Map(),
      abandonments: new Map(),
    };
    shelves.set(client, shelf);
    return shelf;
  };

  return {
    latestManifest: (client) => Promise.resolve(shelfOf(client).manifests.at(-1)),
    manifests: (client) => Promise.resolve([...shelfOf(client).manifests]),
    revisions: (client, deploymentId) => Promise.resolve([...(shelfOf(client).revisions.get(deploymentId) ?? [])]),
    addManifest: (client, manifest, added) => {
      // Nothing is awaited between the question and the answer: that makes it atomic.
      const { manifests, revisions, artefacts } = shelfOf(client);
      const latest = manifests.at(-1);
      if (latest !== undefined && latest.version >= manifest.version) return Promise.resolve(false);
      manifests.push(manifest);
      for (const deployment of manifest.deployments) addRevision(revisions, deployment);
      for (const artefact of added) if (!artefacts.has(artefact.digest)) artefacts.set(artefact.digest, artefact);
      return Promise.resolve(true);
    },
    artefact: (client, digest) => Promise.resolve(shelfOf(client).artefacts.get(digest)),
    devices: (client) => Promise.resolve([...shelfOf(client).devices.values()]),
    putDevice: (client, record) => Promise.resolve(replace(shelfOf(client).devices, record.deviceId, record)),
    removeDevices: (client, deviceIds) => {
      for (const deviceId of deviceIds) shelfOf(client).devices.delete(deviceId);
      return Promise.resolve();
    },
    statuses: (client) => Promise.resolve([...shelfOf(client).statuses.values()]),
    putStatus: (client, record) => Promise.resolve(replace(shelfOf(client).statuses, keyOf(record), record)),
    lastHeard: (client) => Promise.resolve(heard.get(client)),
    putLastHeard: (client, atMs) => {
      heard.set(client, atMs);
      return Promise.resolve();
    },
    abandonments: (client) => Promise.resolve([...shelfOf(client).abandonments.values()]),
    putAbandonment: (client, record) => {
      shelfOf(client).abandonments.set(keyOf(record), record);
      return Promise.resolve();
    },
  };
};

const addRevision = (revisions: ClientShelf['revisions'], deployment: PublishedDeployment): void => {
  const known = revisions.get(deployment.deploymentId);
  if (known === undefined) return void revisions.set(deployment.deploymentId, [deployment]);
  if (known.at(-1)?.digest === deployment.digest) return; // the same bytes, and so the same target
  known.push(deployment);
};

const keyOf = ({ deploymentId, deviceId }: Pick<StatusRecord, 'deploymentId' | 'deviceId'>): string =>
  JSON.stringify([deploymentId, deviceId]);

const replace = <Value>(map: Map<string, Value>, key: string, value: Value): Value | undefined => {
  const before = map.get(key);
  map.set(key, value);
  return before;
};
