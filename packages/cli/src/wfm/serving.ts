import type { FleetManager, FleetManagerOptions } from '@margo-sdk/orchestrator-client';
import type { SqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
import type { Context } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { DEFAULT_PKI_NAMES, findPki, initPki, type DevelopmentPki } from '../fleet-folder/development-pki.js';
import type { FleetFolder } from '../fleet-folder/fleet-folder.js';
import { openStore } from '../fleet-folder/open-store.js';
import { paint, printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import type { FleetEvent } from './fleet-event.js';

/** Where a fleet manager listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Told of what happens while it serves. */
export type Emit = (event: FleetEvent) => void;

/**
 * Where a call wants it to listen.
 *
 * @throws UsageError when the port is none
 */
export const addressOf = (call: {
  readonly dev?: boolean;
  readonly host?: string;
  readonly port?: string;
}): Address => ({
  host: call.host ?? '127.0.0.1',
  port: portOf(call.port, call.dev ? 8443 : 443),
});

const portOf = (given: string | undefined, usual: number): number => {
  if (given === undefined) return usual;
  if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given);
  throw new UsageError(`--port is ${printable(given)}, but must be a number from 0 to 65535.`);
};

/** The authority of a development fleet, made where there is none; says loudly that it is one. */
export const pkiOf = async (fleet: FleetFolder, { terminal }: Context): Promise<DevelopmentPki> => {
  const found = await findPki(fleet);
  const pki = found ?? (await initPki(fleet, DEFAULT_PKI_NAMES, false));
  const made = found ? '' : ` A new issuer for ${pki.issuer.trustDomain} was made in ${printable(fleet.name)}.`;
  terminal.err(
    `${paint(terminal, 'yellow', 'DEVELOPMENT ONLY')}: certificates from the development issuer; every client is accepted.${made}`,
  );
  return pki;
};

/** Opens the store for as long as some work takes. */
export const withStore = async (file: string, work: (store: SqliteStore) => Promise<ExitCode>): Promise<ExitCode> => {
  const store = await openStore(file);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

/** Tells of each request when its answer is known. */
export const toldOf = (manager: FleetManager, emit: Emit): Pick<FleetManager, 'answer' | 'profile'> => ({
  profile: manager.profile,
  answer: async (request, client) => {
    const answer = await manager.answer(request, client);
    const path = request.target.split('?')[0] ?? '';
    emit({ type: 'request', client, method: request.method, path, status: answer.status });
    return answer;
  },
});

/** What a fleet manager tells of on its own. */
export const listeners = (
  emit: Emit,
): Pick<FleetManagerOptions, 'onStatus' | 'onCapabilities' | 'onDevicesRemoved' | 'onError'> => ({
  onStatus: (client, { deploymentId, deviceId, status: { status, adoptedManifestVersion } }) =>
    emit({ type: 'report', client, deploymentId, deviceId, adoptedManifestVersion, ...status }),
  onCapabilities: (client, { deviceId }) => emit({ type: 'capabilities', client, deviceId }),
  onDevicesRemoved: (client, deviceIds) => emit({ type: 'devices.removed', client, deviceIds }),
  onError: (error, { request }) =>
    emit({ type: 'failed', request, message: error instanceof Error ? error.message : String(error) }),
});
