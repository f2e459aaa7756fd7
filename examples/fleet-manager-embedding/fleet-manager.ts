import { deserialize, serialize } from 'node:v8';
import { getRequestListener } from '@hono/node-server';
import { createMemoryStore, type FleetManager, type FleetStore } from '@margo-sdk/orchestrator-client';
import type { SpiffeId } from '@margo-sdk/protocol';
import { createMutualTlsServer, type MutualTlsServerOptions } from '@margo-sdk/protocol/node';
import { Hono } from 'hono';
import type Database from 'libsql';

type Write = 'publish' | 'prune' | 'putDevice' | 'removeDevices' | 'putStatus' | 'putAbandonment';
/** A write as it stands in the table; the last part is about one deployment, one device, both or neither. */
type Entry = [Write, SpiffeId, { readonly deploymentId?: string; readonly deviceId?: string }];

/**
 * A store in a table of a database of yours: each write is a row before it is done, and all are done again at the next
 * start. Answers come from memory. It is for one process, and keeps the bytes of every publication for good.
 */
export const journalStore = async (db: Database.Database): Promise<FleetStore> => {
  db.exec('CREATE TABLE IF NOT EXISTS margo (number INTEGER PRIMARY KEY, about TEXT UNIQUE, entry BLOB)');
  const memory = createMemoryStore();
  const carryOut = async (...[method, client, given]: Entry): Promise<unknown> =>
    (memory[method] as (client: SpiffeId, given: unknown) => Promise<unknown>)(client, given);
  const rows = db.prepare('SELECT entry FROM margo ORDER BY number').all([]) as { entry: ArrayBuffer }[];
  for (const { entry } of rows) await carryOut(...(deserialize(Buffer.from(entry)) as Entry));

  const add = db.prepare('INSERT OR REPLACE INTO margo (about, entry) VALUES (?, ?)');
  const write = <Method extends Write>(method: Method) =>
    (async (...[client, given]: [SpiffeId, Entry[2]]) => {
      // What is put takes the place of what was put there before; everything else stays beside it.
      const about = [method, client, given.deploymentId, given.deviceId];
      add.run([method.startsWith('put') ? JSON.stringify(about) : null, serialize([method, client, given])]);
      return carryOut(method, client, given);
    }) as unknown as FleetStore[Method];
  return {
    ...memory,
    publish: write('publish'),
    prune: write('prune'),
    putDevice: write('putDevice'),
    removeDevices: write('removeDevices'),
    putStatus: write('putStatus'),
    putAbandonment: write('putAbandonment'),
  };
};

/** A framework of yours: Margo is one route of it. Every caller has proved by certificate who it is. */
export const fleetServer = (manager: FleetManager, options: MutualTlsServerOptions) => {
  const app = new Hono<{ Bindings: { caller: SpiffeId } }>();
  app.all('/api/v1/*', ({ req, env }) => manager.fetch(req.raw, env.caller));
  app.get('/view', async (context) => {
    const rows = await manager.view(context.env.caller);
    return context.json(rows.map(({ deploymentId, state }) => ({ deploymentId, state })));
  });
  return createMutualTlsServer(options, (request, response, caller) => {
    const listener = getRequestListener((web) => app.fetch(web, { caller }), { overrideGlobalObjects: false });
    void listener(request, response);
  });
};
