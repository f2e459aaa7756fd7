import type { SpiffeId } from '@margo-sdk/protocol';
import type { Digest } from '@margo-sdk/spec-model';
import type { Publication, PublishedDeployment, PublishedForm, PublishedManifest } from '../fleet-store.js';
import { jsonIn, millisecondsIn, textIn, versionIn, versionText } from './columns.js';
import type { Connection, Row } from './connection.js';
import type { PlainStore } from './plain-store.js';

type Publications = Pick<PlainStore, 'latestManifest' | 'wanted' | 'history' | 'publish' | 'artefact' | 'prune'>;

/** What was published: manifests, the forms of deployments, and bytes. */
export const publicationsIn = (connection: Connection): Publications => {
  const newest = connection.prepare('SELECT * FROM manifest WHERE client = ? ORDER BY version DESC LIMIT 1');
  const wanted = connection.prepare(
    `SELECT form.* FROM wanted JOIN form ON form.client = wanted.client
       AND form.deployment_id = wanted.deployment_id AND form.from_version = wanted.from_version
     WHERE wanted.client = ? ORDER BY wanted.deployment_id`,
  );
  const formsOfAll = connection.prepare('SELECT * FROM form WHERE client = ? ORDER BY deployment_id, from_version');
  const formsOfOne = connection.prepare(
    'SELECT * FROM form WHERE client = ? AND deployment_id = ? ORDER BY from_version',
  );
  const artefact = connection.prepare(
    'SELECT kind, digest, deployment_id, bytes FROM artefact WHERE client = ? AND digest = ?',
  );
  const prune = connection.prepare(
    'DELETE FROM artefact WHERE client = ? AND digest IN (SELECT digest FROM superseded WHERE client = ? AND at_ms < ?)',
  );
  const write = preparePublishing(connection);
  const latestManifest = (client: SpiffeId): PublishedManifest | undefined => {
    const row = newest.one(client);
    return row && manifestIn(row);
  };

  return {
    latestManifest,
    wanted: (client) => wanted.all(client).flatMap((row) => deploymentIn(row) ?? []),
    history: (client, deploymentId) =>
      (deploymentId === undefined ? formsOfAll.all(client) : formsOfOne.all(client, deploymentId)).map(formIn),
    publish: (client, publication) =>
      connection.transaction(() => {
        // Asked inside: whoever publishes at the same time, in another process perhaps, waits for this one.
        const inForce = latestManifest(client)?.version ?? null;
        if (inForce !== publication.follows) return false;
        if (inForce !== null && inForce >= publication.manifest.version) return false;
        write(client, publication);
        return true;
      }),
    artefact: (client, digest) => {
      const row = artefact.one(client, digest);
      if (row === undefined) return undefined;
      const bytes = row['bytes'] as Uint8Array;
      return {
        kind: textIn(row, 'kind'),
        digest: textIn(row, 'digest'),
        bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        ...(row['deployment_id'] !== null && { deploymentId: textIn(row, 'deployment_id') }),
      };
    },
    prune: (client, supersededBeforeMs) => connection.transaction(() => prune.run(client, client, supersededBeforeMs)),
  };
};

const preparePublishing = (connection: Connection): ((client: SpiffeId, publication: Publication) => void) => {
  const addManifest = connection.prepare('INSERT INTO manifest VALUES (?, ?, ?, ?, ?, ?, ?)');
  const addForm = connection.prepare('INSERT INTO form VALUES (?, ?, ?, ?, ?, ?)');
  const want = connection.prepare(
    `INSERT INTO wanted VALUES (?, ?, ?)
     ON CONFLICT (client, deployment_id) DO UPDATE SET from_version = excluded.from_version`,
  );
  const withdraw = connection.prepare('DELETE FROM wanted WHERE client = ? AND deployment_id = ?');
  const supersede = connection.prepare(
    `INSERT INTO superseded SELECT client, digest, ? FROM artefact WHERE client = ? AND digest = ?
     ON CONFLICT (client, digest) DO UPDATE SET at_ms = excluded.at_ms`,
  );
  const addArtefact = connection.prepare(
    'INSERT INTO artefact VALUES (?, ?, ?, ?, ?) ON CONFLICT (client, digest) DO NOTHING',
  );
  const isInForceAgain = connection.prepare('DELETE FROM superseded WHERE client = ? AND digest = ?');

  return (client, { manifest, changes, artefacts, superseded }) => {
    const { digest, bundle, publishedAtMs, firstPublishedAtMs } = manifest;
    const [version, firstVersion] = [versionText(manifest.version), versionText(manifest.firstVersion)];
    addManifest.run(client, version, digest, bundle, publishedAtMs, firstVersion, firstPublishedAtMs);
    for (const { deploymentId, from, deployment } of changes) {
      const components = deployment && JSON.stringify(deployment.components);
      const [digest, deviceId] = [deployment?.digest ?? null, deployment?.deviceId ?? null];
      addForm.run(client, deploymentId, versionText(from), digest, deviceId, components);
      if (deployment === null) withdraw.run(client, deploymentId);
      else want.run(client, deploymentId, versionText(from));
    }
    for (const digest of superseded) supersede.run(publishedAtMs, client, digest);
    for (const { digest, kind, deploymentId = null, bytes } of artefacts) {
      addArtefact.run(client, digest, kind, deploymentId, bytes);
      isInForceAgain.run(client, digest);
    }
  };
};

const manifestIn = (row: Row): PublishedManifest => ({
  version: versionIn(row, 'version'),
  digest: textIn(row, 'digest'),
  bundle: row['bundle'] === null ? null : textIn<Digest>(row, 'bundle'),
  publishedAtMs: millisecondsIn(row, 'published_at_ms'),
  firstVersion: versionIn(row, 'first_version'),
  firstPublishedAtMs: millisecondsIn(row, 'first_published_at_ms'),
});

const formIn = (row: Row): PublishedForm => ({
  deploymentId: textIn(row, 'deployment_id'),
  from: versionIn(row, 'from_version'),
  deployment: deploymentIn(row),
});

const deploymentIn = (row: Row): PublishedDeployment | null =>
  row['digest'] === null
    ? null
    : {
        deploymentId: textIn(row, 'deployment_id'),
        digest: textIn(row, 'digest'),
        deviceId: textIn(row, 'device_id'),
        components: jsonIn(row, 'components'),
      };
