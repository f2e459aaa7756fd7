import type { SpiffeId } from '@margo-sdk/protocol';
import { textIn } from './columns.js';
import type { Connection } from './connection.js';

/** Finds out which clients there are: every one has a manifest, since the first poll makes one at the latest. */
export const clientsIn = (connection: Connection): (() => readonly SpiffeId[]) => {
  const clients = connection.prepare('SELECT DISTINCT client FROM manifest ORDER BY client');
  return () => clients.all().map((row) => textIn<SpiffeId>(row, 'client'));
};
