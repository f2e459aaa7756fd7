import {
  acceptAnyClient,
  createFleetManager,
  type FleetManager,
  type FleetManagerOptions,
} from '@margo-sdk/orchestrator-client';
import { serveFleetManager, type ServedFleetManager } from '@margo-sdk/orchestrator-client/node';
import type { SqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
import { parseSpiffeId } from '@margo-sdk/protocol';
import { createFakeFleetManager } from '@margo-sdk/testkit';
import type { Context, Format } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { DEFAULT_PKI_NAMES, findPki, initPki, type DevelopmentPki } from '../fleet-folder/development-pki.js';
import { DEFAULT_FLEET_FOLDER, fleetFolderOf, type FleetFolder } from '../fleet-folder/fleet-folder.js';
import { openStore, storeFileOf } from '../fleet-folder/open-store.js';
import { identitySourcesOf, refuseIdentity, type IdentityCall } from '../identity/identity-options.js';
import { developmentIdentity, identityFrom, type Identity } from '../identity/identity.js';
import { paint, printable } from '../terminal.js';
import { asArgument, UsageError } from '../usage-error.js';
import { untilStopped } from '../until-stopped.js';
import { clientPolicyOf, type AcceptCall } from './accepted-clients.js';
import { faultOf, type AskedFault } from './faults.js';
import { fleetEventTeller, type FleetEvent } from './fleet-event.js';

/** What was asked for. */
export interface WfmCall extends IdentityCall, AcceptCall {
  readonly dev?: boolean;
  readonly fault?: readonly string[];
  readonly folder?: string;
  readonly store?: string;
  readonly 'trusted-proxy'?: readonly string[];
  readonly host?: string;
  readonly port?: string;
}

type Emit = (event: FleetEvent) => void;

/** Serves until it is stopped. */
export const runWfm = async (call: WfmCall, format: Format, context: Context): Promise<ExitCode> => {
  const { terminal, signal } = context;
  const emit = fleetEventTeller(format, terminal);
  const tell = (message: string): void => emit({ type: 'warning', message });
  const fleet = fleetFolderOf(call.folder, context);
  const address = { host: call.host ?? '127.0.0.1', port: portOf(call.port, call.dev ? 8443 : 443) };
  const faults = (call.fault ?? []).map(faultOf);

  if (!call.dev) {
    if (faults.length > 0) throw new UsageError('--fault is for development, and needs --dev.');
    const sources = identitySourcesOf('wfm', call);
    const acceptClient = await clientPolicyOf(call, context);
    const proxies = (call['trusted-proxy'] ?? []).map((id) => asArgument('--trusted-proxy', () => parseSpiffeId(id)));
    const identity = await identityFrom(sources, context, tell);
    try {
      return await withStore(storeFileOf(call.store, fleet, context), (store) =>
        serve({ identity, emit, signal, manager: { store, acceptClient } }, { ...address, proxies }),
      );
    } finally {
      identity.close();
    }
  }

  refuseIdentity('wfm', call);
  for (const name of ['accept', 'accept-file', 'accept-any-client', 'trusted-proxy'] as const)
    if (call[name] !== undefined)
      throw new UsageError(`margo wfm --dev accepts every client and does not take --${name}.`);
  const pki = await pkiOf(fleet, context);
  return withStore(storeFileOf(call.store, fleet, context), async (store) => {
    const served = { emit, signal, manager: { store, acceptClient: acceptAnyClient } };
    const onListening = (url: string): void => sayHowToGoOn(url, call, format, context);
    if (faults.length > 0) return misbehave({ ...served, pki, faults, onListening }, address);
    const identity = await developmentIdentity(fleet.fleetManager, pki, tell);
    return serve({ ...served, identity, onListening }, { ...address, proxies: [] });
  });
};

const portOf = (given: string | undefined, usual: number): number => {
  if (given === undefined) return usual;
  if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given);
  throw new UsageError(`--port is ${printable(given)}, but must be a number from 0 to 65535.`);
};

const pkiOf = async (fleet: FleetFolder, { terminal }: Context): Promise<DevelopmentPki> => {
  const found = await findPki(fleet);
  const pki = found ?? (await initPki(fleet, DEFAULT_PKI_NAMES, false));
  const made = found ? '' : ` A new issuer for ${pki.issuer.trustDomain} was made in ${printable(fleet.name)}.`;
  terminal.err(
    `${paint(terminal, 'yellow', 'DEVELOPMENT ONLY')}: certificates from the development issuer; every client is accepted.${made}`,
  );
  return pki;
};

const sayHowToGoOn = (url: string, { folder }: WfmCall, format: Format, { terminal }: Context): void => {
  if (format === 'json') return;
  const where = folder === undefined || folder === DEFAULT_FLEET_FOLDER ? '' : ` --folder ${printable(folder)}`;
  terminal.out(`  a device:           margo agent --dev --wfm ${url}${where}`);
  terminal.out(`  what it shall run:  margo publish --client device-1 deployment.yaml${where}`);
  terminal.out(`  how far it is:      margo status${where}`);
};

const withStore = async (file: string, work: (store: SqliteStore) => Promise<ExitCode>): Promise<ExitCode> => {
  const store = await openStore(file);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

interface Serving {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly manager: Pick<FleetManagerOptions, 'store' | 'acceptClient'>;
  readonly onListening?: (url: string) => void;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

const serve = async (
  { identity, emit, signal, manager: options, onListening }: Serving & { readonly identity: Identity },
  { proxies, ...address }: Address & { readonly proxies: readonly string[] },
): Promise<ExitCode> => {
  const manager = createFleetManager({ ...options, ...listeners(emit) });
  let served: ServedFleetManager | undefined;
  try {
    served = await serveFleetManager({
      ...identity.now,
      ...address,
      manager: toldOf(manager, emit),
      onRefused: ({ code, message }, from) => emit({ type: 'refused', address: from, code, message }),
      ...(proxies.length > 0 && { trustedProxy: { ids: proxies } }),
    });
    identity.follow(served);
    emit({ type: 'listening', id: identity.id, url: served.url });
    onListening?.(served.url);
    const code = await untilStopped(signal);
    emit({ type: 'closing' });
    manager.drain();
    return code;
  } finally {
    identity.close();
    await served?.close();
  }
};

const misbehave = async (
  {
    emit,
    signal,
    manager,
    onListening,
    pki: { issuer, wfmId },
    faults,
  }: Serving & { readonly pki: DevelopmentPki; readonly faults: readonly AskedFault[] },
  address: Address,
): Promise<ExitCode> => {
  const fake = createFakeFleetManager({
    ...manager,
    ...listeners(emit),
    onRequest: ({ client, method, path, faults: shown }, status) =>
      emit({ type: 'request', client, method, path, status, faults: shown }),
  });
  for (const { name, times } of faults) fake.fault(name, times === undefined ? {} : { times });
  const served = await fake.serve({ issuer, wfmId, ...address });
  try {
    emit({ type: 'listening', id: (await issuer.issueFleetManager(wfmId)).spiffeId, url: served.url });
    onListening?.(served.url);
    return await untilStopped(signal);
  } finally {
    emit({ type: 'closing' });
    await served.close();
  }
};

/** Tells of each request when its answer is known. */
const toldOf = (manager: FleetManager, emit: Emit): Pick<FleetManager, 'answer'> => ({
  answer: async (request, client) => {
    const answer = await manager.answer(request, client);
    const path = request.target.split('?')[0] ?? '';
    emit({ type: 'request', client, method: request.method, path, status: answer.status });
    return answer;
  },
});

const listeners = (
  emit: Emit,
): Pick<FleetManagerOptions, 'onStatus' | 'onCapabilities' | 'onDevicesRemoved' | 'onError'> => ({
  onStatus: (client, { deploymentId, deviceId, status: { status, adoptedManifestVersion } }) =>
    emit({ type: 'report', client, deploymentId, deviceId, adoptedManifestVersion, ...status }),
  onCapabilities: (client, { deviceId }) => emit({ type: 'capabilities', client, deviceId }),
  onDevicesRemoved: (client, deviceIds) => emit({ type: 'devices.removed', client, deviceIds }),
  onError: (error, { request }) =>
    emit({ type: 'failed', request, message: error instanceof Error ? error.message : String(error) }),
});
