import type { SpiffeId } from '@margo-sdk/protocol';
import { millisecondsIn } from './columns.js';
import type { Connection } from './connection.js';
import type { PlainStore } from './plain-store.js';

/** When clients were heard, and a way to have it written down before the file is closed. */
export interface Heard extends Pick<PlainStore, 'lastHeard' | 'putLastHeard'> {
  readonly writeHeard: () => void;
}

/** Every request of every client comes by here, and a synced transaction for each would cost more than the request. */
const WRITE_EVERY_MS = 1_000;

/** Keeps the newest in memory and writes them all together, once a second while there are requests. */
export const heardIn = (connection: Connection): Heard => {
  const one = connection.prepare('SELECT at_ms FROM heard WHERE client = ?');
  const put = connection.prepare(
    'INSERT INTO heard VALUES (?, ?) ON CONFLICT (client) DO UPDATE SET at_ms = excluded.at_ms',
  );
  const unwritten = new Map<SpiffeId, number>();
  let writtenAtMs = -Infinity;
  const writeHeard = (): void => {
    if (unwritten.size === 0) return;
    connection.transaction(() => {
      for (const [client, atMs] of unwritten) put.run(client, atMs);
    });
    unwritten.clear();
  };

  return {
    lastHeard: (client) => {
      const atMs = unwritten.get(client);
      if (atMs !== undefined) return atMs;
      const row = one.one(client);
      return row && millisecondsIn(row, 'at_ms');
    },
    putLastHeard: (client, atMs) => {
      unwritten.set(client, atMs);
      // Both ways: the clock may have been set back.
      if (Math.abs(atMs - writtenAtMs) < WRITE_EVERY_MS) return;
      writtenAtMs = atMs; // also when it fails: a full disk is not asked again for every request
      writeHeard();
    },
    writeHeard,
  };
};
