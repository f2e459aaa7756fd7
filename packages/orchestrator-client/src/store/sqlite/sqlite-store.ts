import { resolve } from 'node:path';
import type { SpiffeId } from '@margo-sdk/protocol';
import type { ClientStore } from '../../clients/client-store.js';
import type { FleetStore } from '../fleet-store.js';
import { clientsIn } from './clients.js';
import type { Connection } from './connection.js';
import { heardIn } from './heard.js';
import { loadLibsql } from './load-libsql.js';
import { openFile } from './open-file.js';
import type { PlainStore } from './plain-store.js';
import { publicationsIn } from './publications.js';
import { registeredClientsIn, type PlainClientStore } from './registered-clients.js';
import { reportsIn } from './reports.js';
import { migrate } from './schema.js';

/** Options of {@link createSqliteStore}. */
export interface SqliteStoreOptions {
  /** Path of the database file; it is made when there is none, in a folder that is there. */
  readonly file: string;
  /** Milliseconds to wait for another process that is writing; the event loop waits as well. Default 5000. */
  readonly busyTimeoutMs?: number;
}

/** A fleet store in a file; it also keeps the clients of the signed profiles, for `createClientRegistry`. */
export interface SqliteStore extends FleetStore, ClientStore {
  /** All clients that something was published to, be it the empty desired state that a first poll finds; sorted. */
  clients(this: void): Promise<readonly SpiffeId[]>;
  /** Writes down what is left and lets go of the file. The store cannot be used after it. */
  close(this: void): Promise<void>;
}

/**
 * Keeps everything in a SQLite database: what was published, reported and decided is on the disk when the promise of its
 * method resolves, so that no answer with 2xx is ever forgotten, and versions never go back (DS-07). Several processes
 * may have one file open. Needs the package `libsql`.
 *
 * When a client was last heard is written once a second at most, and shared with other processes then.
 *
 * @param options - where
 * @returns a store; its methods reject with `FleetStoreError`: `ERR_STORE_BUSY`, `ERR_STORE_CORRUPT`,
 *   `ERR_STORE_CLOSED` and `ERR_STORE_FAILED`, with nothing done
 * @throws FleetStoreError `ERR_SQLITE_MISSING`: `libsql` is not installed
 * @throws FleetStoreError `ERR_STORE_CORRUPT`: the file is no database, is damaged, or was emptied; it is left as it is
 * @throws FleetStoreError `ERR_STORE_FOREIGN`: it is a database of something else, or of a later version
 * @throws FleetStoreError `ERR_STORE_BUSY`, `ERR_STORE_FAILED`: it could not be opened this time
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { publishDesiredState } from '@margo-sdk/orchestrator-client';
 * import { createSqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
 * import { parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'fleet-'));
 * const client = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
 * const store = await createSqliteStore({ file: join(folder, 'fleet.db') });
 * await publishDesiredState({ store, client, deployments: [] });
 * await store.close();
 *
 * const later = await createSqliteStore({ file: join(folder, 'fleet.db') });
 * console.log((await later.latestManifest(client))?.version); // 1n
 * await later.close();
 * await rm(folder, { recursive: true });
 * ```
 */
export const createSqliteStore = async ({ file, busyTimeoutMs = 5_000 }: SqliteStoreOptions): Promise<SqliteStore> => {
  // A whole path: libsql would take some names for an address.
  const path = resolve(file);
  const connection = openFile(await loadLibsql(), { file: path, busyTimeoutMs });
  try {
    migrate(connection, path);
    const { writeHeard, ...heard } = heardIn(connection);
    const store = { ...publicationsIn(connection), ...reportsIn(connection), ...heard };
    return {
      ...promised(store),
      ...promisedClients(registeredClientsIn(connection)),
      clients: later(clientsIn(connection)),
      close: later(() => end(connection, writeHeard)),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
};

const end = (connection: Connection, writeHeard: () => void): void => {
  if (!connection.isOpen()) return;
  try {
    writeHeard();
    // Empties the log, so that the file can be copied on its own; not while another process reads.
    connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').one();
  } finally {
    connection.close();
  }
};

const promised = (store: PlainStore): FleetStore => ({
  latestManifest: later(store.latestManifest),
  wanted: later(store.wanted),
  history: later(store.history),
  publish: later(store.publish),
  artefact: later(store.artefact),
  prune: later(store.prune),
  devices: later(store.devices),
  device: later(store.device),
  putDevice: later(store.putDevice),
  removeDevices: later(store.removeDevices),
  statuses: later(store.statuses),
  status: later(store.status),
  putStatus: later(store.putStatus),
  lastHeard: later(store.lastHeard),
  putLastHeard: later(store.putLastHeard),
  abandonments: later(store.abandonments),
  putAbandonment: later(store.putAbandonment),
});

const promisedClients = (store: PlainClientStore): ClientStore => ({
  registeredClient: later(store.registeredClient),
  registeredClientOf: later(store.registeredClientOf),
  registeredClients: later(store.registeredClients),
  putRegisteredClient: later(store.putRegisteredClient),
});

/** What is thrown becomes what is rejected. */
const later =
  <Given extends readonly unknown[], Result>(method: (...given: Given) => Result) =>
  (...given: Given): Promise<Result> =>
    new Promise((resolve) => resolve(method(...given)));
