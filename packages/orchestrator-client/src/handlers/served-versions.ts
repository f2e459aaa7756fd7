import type { SpiffeId } from '@margo-sdk/protocol';

/** Which version of its manifest each client was given last, as far as that is remembered. */
export interface ServedVersions {
  get(client: SpiffeId): bigint | undefined;
  note(client: SpiffeId, version: bigint): void;
}

/**
 * Remembers the versions of a number of clients; the one that was served longest ago is forgotten first.
 *
 * @param maxClients - how many
 */
export const createServedVersions = (maxClients: number): ServedVersions => {
  const versions = new Map<SpiffeId, bigint>();
  return {
    get: (client) => versions.get(client),
    note: (client, version) => {
      versions.delete(client);
      versions.set(client, version);
      if (versions.size <= maxClients) return;
      const [oldest] = versions.keys();
      if (oldest !== undefined) versions.delete(oldest);
    },
  };
};
