/**
 * What it costs to keep a report for good: the SQLite store against a bare loop over libsql with the same settings, which
 * writes the same text under the same key and nothing else.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '../packages/orchestrator-client/dist/sqlite.js';
import { parseSpiffeId } from '../packages/protocol/dist/index.js';
import { compare } from './compare.mjs';

const Database = createRequire(import.meta.url)('libsql');
const CLIENT = parseSpiffeId('spiffe://bench.example/margo/wfm/one/client/device');
const REPORTS = 1000;

const idOf = (at) => `7c1ff6c5-8ae4-4b2f-a8f2-${String(at).padStart(12, '0')}`;
const recordOf = (turn) => {
  const deploymentId = idOf(turn % REPORTS);
  const components = ['database', 'broker', 'dashboard'].map((name) => ({ name, state: 'installed' }));
  const status = { deploymentId, adoptedManifestVersion: BigInt(turn), status: { state: 'installed' }, components };
  return { deploymentId, deviceId: 'device', status, receivedAtMs: turn };
};

export const fleetStore = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'margo-bench-'));
  const store = await createSqliteStore({ file: join(folder, 'fleet.db') });
  const bare = new Database(join(folder, 'bare.db'));
  bare.prepare('PRAGMA journal_mode = WAL').get([]);
  bare.prepare('PRAGMA synchronous = FULL').get([]);
  bare.exec(
    'CREATE TABLE status (client, deployment_id, device_id, report, PRIMARY KEY (client, deployment_id, device_id))',
  );
  const put = bare.prepare(
    `INSERT INTO status VALUES (?, ?, ?, ?)
     ON CONFLICT (client, deployment_id, device_id) DO UPDATE SET report = excluded.report`,
  );
  // Prepared, so that only writing is measured. The same report of each deployment comes again and again.
  const records = Array.from({ length: REPORTS }, (_, at) => recordOf(at + 1));
  const textOf = (status) => JSON.stringify({ ...status, adoptedManifestVersion: `${status.adoptedManifestVersion}` });
  const rows = records.map(({ deploymentId, deviceId, status }) => [CLIENT, deploymentId, deviceId, textOf(status)]);
  let [turn, bareTurn] = [0, 0];
  await compare('a report that is kept for good, in the SQLite store', {
    ours: () => store.putStatus(CLIENT, records[(turn += 1) % REPORTS]),
    floor: () => put.run(rows[(bareTurn += 1) % REPORTS]),
    against: 'bare libsql with the same settings',
  });
  await store.close();
  bare.close();
  await rm(folder, { recursive: true });
};
