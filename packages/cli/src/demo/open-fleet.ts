import { readFile } from 'node:fs/promises';
import {
  acceptAnyClient,
  createClientRegistry,
  createFleetManager,
  createMemoryClientStore,
  createMemoryStore,
  type FleetManager,
} from '@margo-sdk/orchestrator-client';
import { serveFleetManager } from '@margo-sdk/orchestrator-client/node';
import { isSignedProfile, parseTrustBundle, type SpiffeId } from '@margo-sdk/protocol';
import { serveGate } from '../signed-profile/serve-gate.js';
import { readIdentity } from './identity-files.js';
import type { ToFleetManager } from './messages.js';

type Start = Extract<ToFleetManager, { readonly type: 'start' }>;

/** The fleet manager of the demo, where its device can reach it. */
export interface OpenFleet {
  readonly manager: FleetManager;
  /** The id under which the fleet manager knows the device. */
  readonly client: SpiffeId;
  readonly url: string;
  close(this: void): Promise<void>;
}

/** Puts the fleet manager on a socket, in the way of its profile. `onFailed` is told what should not happen. */
export const openFleet = async (
  { profile, id, identity, client, clientCertificate }: Start,
  onFailed: (message: string) => void,
): Promise<OpenFleet> => {
  const { certificate, privateKey, trust } = await readIdentity(identity);
  const onError = (error: unknown): void => onFailed(String(error));
  const onRefused = ({ code }: { readonly code: string }): void => onFailed(`refused a caller: ${code}`);
  const store = createMemoryStore();
  if (!isSignedProfile(profile)) {
    const manager = createFleetManager({ store, acceptClient: (caller) => caller === client, onError });
    const credentials = { certificate, privateKey };
    const trustBundle = parseTrustBundle(trust);
    const served = await serveFleetManager({ manager, credentials, trustBundle, port: 0, onRefused });
    return { manager, client, ...served };
  }

  // Whoever is let in is one that the operator has registered, and nobody else is a client.
  const manager = createFleetManager({ profile, store, acceptClient: acceptAnyClient, onError });
  const registry = createClientRegistry({
    store: createMemoryClientStore(),
    fleetManager: id,
    acceptCertificate: () => false,
  });
  const { clientId } = await registry.register(await readFile(clientCertificate, 'utf8'));
  const served = await serveGate({ manager, registry, certificate, privateKey, port: 0, onRefused, onError });
  return { manager, client: registry.idOf(clientId), ...served };
};
