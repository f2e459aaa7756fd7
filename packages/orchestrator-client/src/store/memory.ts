import type { SpiffeId } from '@margo-sdk/protocol';
import type { DeploymentId, DeviceId, Digest } from '@margo-sdk/spec-model';
import type {
  AbandonmentRecord,
  Artefact,
  DeviceRecord,
  FleetStore,
  Publication,
  PublishedDeployment,
  PublishedForm,
  PublishedManifest,
  StatusRecord,
} from './fleet-store.js';

/** Everything of one client. */
interface ClientShelf {
  manifest: PublishedManifest | undefined;
  readonly wanted: Map<DeploymentId, PublishedDeployment>;
  readonly forms: Map<DeploymentId, PublishedForm[]>;
  readonly artefacts: Map<Digest, Artefact>;
  /** When an artefact was superseded; those in force are not in it. */
  readonly superseded: Map<Digest, number>;
  readonly devices: Map<DeviceId, DeviceRecord>;
  readonly statuses: Map<DeploymentId, Map<DeviceId, StatusRecord>>;
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
      manifest: undefined,
      wanted: new Map(),
      forms: new Map(),
      artefacts: new Map(),
      superseded: new Map(),
      devices: new Map(),
      statuses: new Map(),
      abandonments: new Map(),
    };
    shelves.set(client, shelf);
    return shelf;
  };

  return {
    latestManifest: (client) => Promise.resolve(shelfOf(client).manifest),
    wanted: (client) =>
      Promise.resolve([...shelfOf(client).wanted.values()].sort((a, b) => (a.deploymentId < b.deploymentId ? -1 : 1))),
    history: (client, deploymentId) => {
      const { forms } = shelfOf(client);
      return Promise.resolve(
        deploymentId === undefined ? [...forms.values()].flat() : [...(forms.get(deploymentId) ?? [])],
      );
    },
    // Nothing is awaited between the question and the answer: that makes it atomic.
    publish: (client, publication) => Promise.resolve(take(shelfOf(client), publication)),
    artefact: (client, digest) => Promise.resolve(shelfOf(client).artefacts.get(digest)),
    prune: (client, supersededBeforeMs) => {
      const { artefacts, superseded } = shelfOf(client);
      const due = [...superseded].filter(([, atMs]) => atMs < supersededBeforeMs);
      for (const [digest] of due) {
        superseded.delete(digest);
        artefacts.delete(digest);
      }
      return Promise.resolve(due.length);
    },
    devices: (client) => Promise.resolve([...shelfOf(client).devices.values()]),
    device: (client, deviceId) => Promise.resolve(shelfOf(client).devices.get(deviceId)),
    putDevice: (client, record) => Promise.resolve(replace(shelfOf(client).devices, record.deviceId, record)),
    removeDevices: (client, deviceIds) => {
      for (const deviceId of deviceIds) shelfOf(client).devices.delete(deviceId);
      return Promise.resolve();
    },
    statuses: (client, deploymentId) => {
      const { statuses } = shelfOf(client);
      const asked =
        deploymentId === undefined
          ? [...statuses.values()]
          : [statuses.get(deploymentId) ?? new Map<DeviceId, StatusRecord>()];
      return Promise.resolve(asked.flatMap((records) => [...records.values()]));
    },
    status: (client, deploymentId, deviceId) =>
      Promise.resolve(shelfOf(client).statuses.get(deploymentId)?.get(deviceId)),
    putStatus: (client, record) => {
      const { statuses } = shelfOf(client);
      const records = statuses.get(record.deploymentId) ?? new Map<DeviceId, StatusRecord>();
      statuses.set(record.deploymentId, records);
      return Promise.resolve(replace(records, record.deviceId, record));
    },
    lastHeard: (client) => Promise.resolve(heard.get(client)),
    putLastHeard: (client, atMs) => {
      heard.set(client, atMs);
      return Promise.resolve();
    },
    abandonments: (client) => Promise.resolve([...shelfOf(client).abandonments.values()]),
    putAbandonment: (client, record) => {
      shelfOf(client).abandonments.set(JSON.stringify([record.deploymentId, record.deviceId]), record);
      return Promise.resolve();
    },
  };
};

const take = (shelf: ClientShelf, { follows, manifest, changes, artefacts, superseded }: Publication): boolean => {
  const inForce = shelf.manifest?.version ?? null;
  if (inForce !== follows || (inForce !== null && inForce >= manifest.version)) return false;
  shelf.manifest = manifest;
  for (const form of changes) {
    const { deploymentId, deployment } = form;
    const forms = shelf.forms.get(deploymentId);
    if (forms === undefined) shelf.forms.set(deploymentId, [form]);
    else forms.push(form);
    if (deployment === null) shelf.wanted.delete(deploymentId);
    else shelf.wanted.set(deploymentId, deployment);
  }
  for (const digest of superseded) shelf.superseded.set(digest, manifest.publishedAtMs);
  for (const artefact of artefacts) {
    if (!shelf.artefacts.has(artefact.digest)) shelf.artefacts.set(artefact.digest, artefact);
    shelf.superseded.delete(artefact.digest);
  }
  return true;
};

const replace = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value | undefined => {
  const before = map.get(key);
  map.set(key, value);
  return before;
};
