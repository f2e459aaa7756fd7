import type { ClientMark, ClientStore, RegisteredClient } from '../../clients/client-store.js';
import { jsonIn, textIn } from './columns.js';
import type { Connection } from './connection.js';

/** The methods of a client store as this database has them: without a promise around what they give. */
export type PlainClientStore = {
  readonly [Method in keyof ClientStore]: (
    ...given: Parameters<ClientStore[Method]>
  ) => Awaited<ReturnType<ClientStore[Method]>>;
};

/** The clients of the signed profiles, and whose the certificates and keys are that were ever admitted. */
export const registeredClientsIn = (connection: Connection): PlainClientStore => {
  const one = connection.prepare('SELECT record FROM registered_client WHERE client_id = ?');
  const all = connection.prepare('SELECT record FROM registered_client ORDER BY client_id');
  const ofMark = connection.prepare(
    `SELECT record FROM registered_client JOIN client_mark USING (client_id)
     WHERE mark = ? AND value = ?`,
  );
  const revisionOf = connection.prepare('SELECT revision FROM registered_client WHERE client_id = ?');
  const ownerOf = connection.prepare('SELECT client_id FROM client_mark WHERE mark = ? AND value = ?');
  const put = connection.prepare(
    `INSERT INTO registered_client VALUES (?, ?, ?) ON CONFLICT (client_id)
     DO UPDATE SET revision = excluded.revision, record = excluded.record`,
  );
  const putMark = connection.prepare('INSERT INTO client_mark VALUES (?, ?, ?) ON CONFLICT (mark, value) DO NOTHING');

  return {
    registeredClient: (clientId) => {
      const row = one.one(clientId);
      return row && jsonIn(row, 'record');
    },
    registeredClientOf: (mark, value) => {
      const row = ofMark.one(mark, value);
      return row && jsonIn(row, 'record');
    },
    registeredClients: () => all.all().map((row) => jsonIn(row, 'record')),
    putRegisteredClient: (client) =>
      connection.transaction(() => {
        const { clientId, revision } = client;
        if (Number(revisionOf.one(clientId)?.['revision'] ?? 0) !== revision - 1) return false;
        const marks = marksOf(client);
        const isForeign = ([mark, value]: readonly [ClientMark, string]): boolean => {
          const owner = ownerOf.one(mark, value);
          return owner !== undefined && textIn(owner, 'client_id') !== clientId;
        };
        if (marks.some(isForeign)) return false;
        put.run(clientId, revision, JSON.stringify(client));
        for (const [mark, value] of marks) putMark.run(mark, value, clientId);
        return true;
      }),
  };
};

const marksOf = ({ certificates }: RegisteredClient): readonly (readonly [ClientMark, string])[] =>
  certificates.flatMap(({ fingerprint, keyId }) => [['fingerprint', fingerprint] as const, ['keyId', keyId] as const]);
