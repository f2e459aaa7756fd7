import { createServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import * as fleet from '@margo-sdk/orchestrator-client';
import type { SqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
import { parseSpiffeId } from '@margo-sdk/protocol';
import { Hono } from 'hono';

/** Who this fleet manager is once its clients are on rc3; until then it tells apart whose clients they are. */
const ID = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1');

/** As many certificates wait at the most: everybody who can reach the address can ask. */
const MAX_WAITING = 100;

/** A fleet manager for devices that sign their messages; nobody is let in before a person has said so. */
export const signedFleet = (store: SqliteStore, origin: string | (() => string)) => {
  const waiting = new Map<string, fleet.ClientCertificate>();
  const registry = fleet.createClientRegistry({
    store,
    fleetManager: ID,
    acceptCertificate: (certificate) => {
      if (waiting.size < MAX_WAITING) waiting.set(certificate.fingerprint, certificate);
      return 'pending';
    },
  });
  const manager = fleet.createFleetManager({
    profile: 'rc2-signed',
    store,
    // Whoever gets through the gate is in the registry, and was not revoked.
    acceptClient: fleet.acceptAnyClient,
  });
  // The gate knows a sender by the signature, and needs the address that devices use: it is signed as well.
  const gate = fleet.createSignatureGate({ manager, registry, origin });
  return {
    manager,
    registry,
    gate,
    /** Fingerprints that a person compares with what the vendor of the device has printed on it. */
    waiting: () => [...waiting.keys()],
    /** Lets the device in that has this certificate, when it asks the next time. */
    approve: async (fingerprint: string) => {
      const certificate = waiting.get(fingerprint);
      if (certificate === undefined) throw new Error('No such certificate waits.');
      const { clientId } = await registry.register(certificate.pem);
      waiting.delete(fingerprint);
      return registry.idOf(clientId);
    },
  };
};

/** A framework of yours: Margo is one route of it. TLS proves the server only, and the gate proves who calls. */
export const signedServer = ({ gate }: ReturnType<typeof signedFleet>, cert: string, key: string) => {
  const app = new Hono();
  app.all('/api/v1/*', ({ req }) => gate.fetch(req.raw));
  app.get('/health', (context) => context.text('well'));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return createServer({ cert, key, minVersion: 'TLSv1.3' }, (request, response) => void listener(request, response));
};
