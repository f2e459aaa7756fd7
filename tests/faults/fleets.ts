import {
  acceptAnyCertificate,
  createClientRegistry,
  createFleetManager,
  createMemoryClientStore,
  createMemoryStore,
  createSignatureGate,
  type ClientRegistry,
  type FleetManager,
  type FleetStore,
  type SignatureGate,
} from '@margo-sdk/orchestrator-client';
import { serveFleetManager, serveSignedFleetManager } from '@margo-sdk/orchestrator-client/node';
import { parseSpiffeId, parseTrustBundle, type SignedProfile, type WireProfile } from '@margo-sdk/protocol';
import type { Fetch } from '@margo-sdk/protocol/client';
import { createMutualTlsFetch, createServerTlsFetch, signerFromKey } from '@margo-sdk/protocol/node';
import { createSigningFetch } from '@margo-sdk/protocol/signatures';
import { CLIENT, credentials, DEVICE, FIRST_VERSION, issuer, OLD } from './bench.js';

/** A correct fleet manager, and what broke in it. */
export interface Fleet {
  readonly manager: FleetManager;
  readonly store: FleetStore;
  readonly errors: unknown[];
}

/** A fleet manager that has published something to one client, and accepts no other. */
export const createFleet = async (profile: WireProfile): Promise<Fleet> => {
  const errors: unknown[] = [];
  const store = createMemoryStore();
  const manager = createFleetManager({
    profile,
    store,
    acceptClient: (id) => id === CLIENT,
    onError: (error) => errors.push(error),
  });
  await manager.publish(CLIENT, OLD, { minVersion: FIRST_VERSION });
  return { manager, store, errors };
};

/** All that is kept of the client. */
export const storedIn = async (store: FleetStore) => ({
  devices: await store.devices(CLIENT),
  statuses: await store.statuses(CLIENT),
  manifest: await store.latestManifest(CLIENT),
});

/** A fleet manager on a socket. */
export interface ServedFleet extends Fleet {
  readonly url: string;
  /** Sends as the client, which proves who it is in the way of the profile. */
  readonly fetch: Fetch;
  close(): Promise<void>;
}

/** Serves it with mutual TLS. */
export const serveFleet = async (): Promise<ServedFleet> => {
  const trustBundle = parseTrustBundle(issuer.trustBundle());
  const fleet = await createFleet('rc3');
  const { url, close } = await serveFleetManager({
    manager: fleet.manager,
    credentials: await issuer.issueFleetManager('line-1'),
    trustBundle,
    port: 0,
    host: '127.0.0.1',
  });
  const line = createMutualTlsFetch({ credentials: await issuer.issueClient('line-1', DEVICE), trustBundle });
  return { ...fleet, url, fetch: line.fetch, close: () => Promise.all([line.close(), close()]).then(() => undefined) };
};

/** A fleet manager of a signed profile, with the gate in front of it. */
export interface GatedFleet extends Fleet {
  readonly gate: SignatureGate;
  readonly registry: ClientRegistry;
}

/** Puts the gate in front; the client is known to it already. */
export const createGatedFleet = async (profile: SignedProfile, origin: () => string): Promise<GatedFleet> => {
  const fleet = await createFleet(profile);
  const registry = createClientRegistry({
    store: createMemoryClientStore(),
    fleetManager: parseSpiffeId('spiffe://factory.example/margo/wfm/line-1'),
    acceptCertificate: acceptAnyCertificate,
  });
  await registry.register(credentials.certificate, { clientId: DEVICE });
  const onError = (error: unknown): void => void fleet.errors.push(error);
  return { ...fleet, registry, gate: createSignatureGate({ manager: fleet.manager, registry, origin, onError }) };
};

/** Serves it with TLS of the server alone; requests are signed. */
export const serveGatedFleet = async (
  profile: SignedProfile,
): Promise<ServedFleet & GatedFleet & { readonly unsigned: Fetch }> => {
  let origin = '';
  const fleet = await createGatedFleet(profile, () => origin);
  const own = await issuer.issueServer();
  const { url, close } = await serveSignedFleetManager({ gate: fleet.gate, ...own, port: 0, host: '127.0.0.1' });
  origin = url;
  const line = createServerTlsFetch({ anchors: [issuer.authority().root.certificate] });
  const signer = signerFromKey(credentials.privateKey);
  return {
    ...fleet,
    url,
    fetch: createSigningFetch({ fetch: line.fetch, signer, profile }),
    unsigned: line.fetch,
    close: () => Promise.all([line.close(), close()]).then(() => undefined),
  };
};
