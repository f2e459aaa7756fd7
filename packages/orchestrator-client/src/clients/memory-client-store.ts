import type { ClientMark, ClientStore, RegisteredClient } from './client-store.js';

/**
 * Keeps clients in memory: for tests and demonstrations. After a restart nobody is known, and every device has to be let
 * in again.
 *
 * @example
 * ```ts
 * import { createMemoryClientStore } from '@margo-sdk/orchestrator-client';
 *
 * const store = createMemoryClientStore();
 * console.log(await store.registeredClients()); // []
 * ```
 */
export const createMemoryClientStore = (): ClientStore => {
  const clients = new Map<string, RegisteredClient>();
  const owners: Readonly<Record<ClientMark, Map<string, string>>> = { fingerprint: new Map(), keyId: new Map() };

  const put = (client: RegisteredClient): boolean => {
    const { clientId, revision, certificates } = client;
    if ((clients.get(clientId)?.revision ?? 0) !== revision - 1) return false;
    const isOurs = (mark: ClientMark, value: string): boolean => (owners[mark].get(value) ?? clientId) === clientId;
    if (!certificates.every((one) => isOurs('fingerprint', one.fingerprint) && isOurs('keyId', one.keyId)))
      return false;
    clients.set(clientId, client);
    for (const { fingerprint, keyId } of certificates) {
      owners.fingerprint.set(fingerprint, clientId);
      owners.keyId.set(keyId, clientId);
    }
    return true;
  };

  return {
    registeredClient: (clientId) => Promise.resolve(clients.get(clientId)),
    registeredClientOf: (mark, value) => Promise.resolve(clients.get(owners[mark].get(value) ?? '')),
    registeredClients: () => Promise.resolve([...clients.values()].sort((a, b) => (a.clientId < b.clientId ? -1 : 1))),
    // Nothing is awaited between the question and the answer: that makes it atomic.
    putRegisteredClient: (client) => Promise.resolve(put(client)),
  };
};
