import type { Connection } from './connection.js';
import { FleetStoreError } from './fleet-store-error.js';

/**
 * Each brings a file from the version before to the next; what was released is never edited. A manifest version has 64
 * bits without a sign, more than an integer column holds: it is text of 20 digits, which sorts as the number does.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE manifest (
    client TEXT NOT NULL,
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    bundle TEXT,
    published_at_ms BIGINT NOT NULL,
    first_version TEXT NOT NULL,
    first_published_at_ms BIGINT NOT NULL,
    PRIMARY KEY (client, version)
  );
  CREATE TABLE form (
    client TEXT NOT NULL,
    deployment_id TEXT NOT NULL,
    from_version TEXT NOT NULL,
    digest TEXT,
    device_id TEXT,
    components TEXT,
    PRIMARY KEY (client, deployment_id, from_version),
    FOREIGN KEY (client, from_version) REFERENCES manifest (client, version)
  );
  CREATE TABLE wanted (
    client TEXT NOT NULL,
    deployment_id TEXT NOT NULL,
    from_version TEXT NOT NULL,
    PRIMARY KEY (client, deployment_id),
    FOREIGN KEY (client, deployment_id, from_version) REFERENCES form (client, deployment_id, from_version)
  );
  CREATE TABLE artefact (
    client TEXT NOT NULL,
    digest TEXT NOT NULL,
    kind TEXT NOT NULL,
    deployment_id TEXT,
    bytes BLOB NOT NULL,
    PRIMARY KEY (client, digest)
  );
  CREATE TABLE superseded (
    client TEXT NOT NULL,
    digest TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (client, digest),
    FOREIGN KEY (client, digest) REFERENCES artefact (client, digest) ON DELETE CASCADE
  );
  CREATE INDEX superseded_by_time ON superseded (client, at_ms);
  CREATE TABLE device (
    client TEXT NOT NULL,
    device_id TEXT NOT NULL,
    capabilities TEXT NOT NULL,
    received_at_ms BIGINT NOT NULL,
    PRIMARY KEY (client, device_id)
  );
  CREATE TABLE status (
    client TEXT NOT NULL,
    deployment_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    adopted_version TEXT NOT NULL,
    report TEXT NOT NULL,
    received_at_ms BIGINT NOT NULL,
    is_of_removal INTEGER NOT NULL,
    PRIMARY KEY (client, deployment_id, device_id)
  );
  CREATE TABLE heard (
    client TEXT NOT NULL PRIMARY KEY,
    at_ms BIGINT NOT NULL
  );
  CREATE TABLE abandonment (
    client TEXT NOT NULL,
    deployment_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    abandoned_at_ms BIGINT NOT NULL,
    manifest_version TEXT NOT NULL,
    last_report_at_ms BIGINT,
    PRIMARY KEY (client, deployment_id, device_id)
  );
  `,
  `
  CREATE TABLE registered_client (
    client_id TEXT NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    record TEXT NOT NULL
  );
  CREATE TABLE client_mark (
    mark TEXT NOT NULL,
    value TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES registered_client (client_id),
    PRIMARY KEY (mark, value)
  );
  `,
];

/** Begins a database that has nothing in it yet. */
export const beginSchema = (connection: Connection): void => {
  connection.execute('CREATE TABLE margo_schema (version INTEGER NOT NULL PRIMARY KEY)');
};

/**
 * Brings a database to the version of this package, one transaction a version.
 *
 * @throws FleetStoreError `ERR_STORE_FOREIGN`: it is not one of ours, or a later version has written it
 */
export const migrate = (connection: Connection, file: string): void => {
  refuseForeign(connection, file);
  const newest = connection.prepare('SELECT MAX(version) AS version FROM margo_schema');
  const versionOf = (): number => Number(newest.one()?.['version'] ?? 0);
  if (versionOf() > MIGRATIONS.length)
    throw new FleetStoreError('ERR_STORE_FOREIGN', `The fleet store ${file} was written by a later version.`, {
      hint: 'Use the version of @margo-sdk/orchestrator-client that has written it, or a later one.',
    });
  for (const [at, sql] of MIGRATIONS.entries()) {
    if (versionOf() > at) continue;
    connection.transaction(() => {
      if (versionOf() > at) return; // another process was faster
      connection.execute(sql);
      connection.prepare('INSERT INTO margo_schema (version) VALUES (?)').run(at + 1);
    });
  }
};

const refuseForeign = (connection: Connection, file: string): void => {
  const ours = connection
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'margo_schema'`)
    .one();
  if (ours !== undefined) return;
  throw new FleetStoreError('ERR_STORE_FOREIGN', `The file ${file} is a database, and no fleet store.`, {
    hint: 'Name a file of its own for the fleet store; one that does not exist is made.',
  });
};
