import * as device from '@margo-sdk/device-client';
import { verifyDigest } from '@margo-sdk/protocol';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { parseDeviceId } from '@margo-sdk/spec-model';
import type Database from 'libsql';

/** Notes what should run, where yours would have Helm run it. What a crash cuts off is not noted, and asked for again. */
export const tableRuntime = (db: Database.Database): device.WorkloadRuntime => {
  db.exec('CREATE TABLE IF NOT EXISTS workload (deployment, name, place, entry, UNIQUE (deployment, name, place))');
  const put = db.prepare('INSERT OR REPLACE INTO workload VALUES (?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM workload WHERE deployment = ? AND name = ? AND place = ?');
  const some = db.prepare('SELECT entry FROM workload WHERE deployment = ?');
  return {
    supports: (profileType) => profileType === 'helm',
    apply: async ({ deploymentId, component, fingerprint }) =>
      void put.run([deploymentId, component, fingerprint.placement, JSON.stringify({ name: component, fingerprint })]),
    remove: async ({ deploymentId, component, placement }) => void remove.run([deploymentId, component, placement]),
    inspect: async (deploymentId) =>
      (some.all([deploymentId]) as { entry: string }[]).map(({ entry }) => JSON.parse(entry)),
  };
};

/** Keeps the state under its name, and the documents that it refers to under their digests. */
export const tableStore = (db: Database.Database): device.DeviceStore => {
  db.exec('CREATE TABLE IF NOT EXISTS memory (name PRIMARY KEY, value)');
  const one = db.prepare('SELECT value FROM memory WHERE name = ?');
  const put = db.prepare('INSERT OR REPLACE INTO memory VALUES (?, ?)');
  const prune = db.prepare('DELETE FROM memory WHERE name NOT IN (SELECT value FROM json_each(?))');
  const get = <Value>(name: string) => (one.get([name]) as { value: Value } | undefined)?.value;
  const read = () => {
    const state = get<string>('state');
    return state === undefined ? device.EMPTY_DEVICE_STATE : device.restoreDeviceState(JSON.parse(state));
  };
  // A transaction is there as a whole or not at all, and SQLite waits for the disk at its end.
  const commit = db.transaction((...[change, documents = []]: Parameters<device.DeviceStore['commit']>) => {
    const state = change(read());
    for (const { digest, bytes } of documents) put.run([digest, bytes]);
    put.run(['state', JSON.stringify(device.storeDeviceState(state))]);
    prune.run([JSON.stringify(['state', ...device.documentsOf(state)])]);
    return state;
  });
  return {
    read: async () => read(),
    commit: async (change, documents) => commit(change, documents),
    getDocument: async (digest) => {
      const bytes = get<Uint8Array>(digest);
      if (bytes !== undefined) await verifyDigest(bytes, digest); // throws if the disk has damaged it
      return bytes;
    },
  };
};

/** An agent of your own, over the `fetch` of a `createMutualTlsFetch` that has the credentials of the device. */
export const pressAgent = (db: Database.Database, baseUrl: string, fetch: (request: Request) => Promise<Response>) => {
  const press = { id: parseDeviceId('press-7'), vendor: 'Example', modelNumber: 'P7', serialNumber: '1' };
  const [client, runtimes] = [createWorkloadManagementClient({ baseUrl, fetch }), [tableRuntime(db)]];
  const capabilities = () =>
    device.collectCapabilities({ ...press, runtimes, storageFolder: '.', otelCollector: true });
  return device.createDeviceAgent({ client, store: tableStore(db), runtimes, capabilities });
};
