import { acceptAnyClient, createFleetManager, type FleetManagerOptions } from '@margo-sdk/orchestrator-client';
import { serveFleetManager, type ServedFleetManager } from '@margo-sdk/orchestrator-client/node';
import { isSignedProfile, parseSpiffeId } from '@margo-sdk/protocol';
import { createFakeFleetManager } from '@margo-sdk/testkit';
import type { Context, Format } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import type { DevelopmentPki } from '../fleet-folder/development-pki.js';
import { fleetFolderOf } from '../fleet-folder/fleet-folder.js';
import { storeFileOf } from '../fleet-folder/open-store.js';
import { identitySourcesOf, refuseIdentity, type IdentityCall } from '../identity/identity-options.js';
import { developmentIdentity, identityFrom, type Identity } from '../identity/identity.js';
import { wireProfileOf } from '../input/wire-profile.js';
import { asArgument, UsageError } from '../usage-error.js';
import { untilStopped } from '../until-stopped.js';
import { clientPolicyOf, type AcceptCall } from './accepted-clients.js';
import { faultOf, type AskedFault } from './faults.js';
import { fleetEventTeller } from './fleet-event.js';
import { sayHowToGoOn } from './how-to-go-on.js';
import { runSignedWfm } from './run-signed-wfm.js';
import { addressOf, listeners, pkiOf, toldOf, withStore, type Address, type Emit } from './serving.js';
import { refuseOfOtherProfiles, type SignedCall } from './signed-options.js';

/** What was asked for. */
export interface WfmCall extends IdentityCall, AcceptCall, SignedCall {
  readonly profile?: string;
  readonly dev?: boolean;
  readonly fault?: readonly string[];
  readonly folder?: string;
  readonly store?: string;
  readonly 'trusted-proxy'?: readonly string[];
  readonly host?: string;
  readonly port?: string;
}

/** Serves until it is stopped. */
export const runWfm = async (call: WfmCall, format: Format, context: Context): Promise<ExitCode> => {
  const { terminal, signal } = context;
  const emit = fleetEventTeller(format, terminal);
  const profile = wireProfileOf(call.profile);
  refuseOfOtherProfiles(call, profile);
  if (isSignedProfile(profile)) return runSignedWfm(call, profile, { emit, format, context });
  const tell = (message: string): void => emit({ type: 'warning', message });
  const fleet = fleetFolderOf(call.folder, context);
  const address = addressOf(call);
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
    const onListening = (url: string): void => sayHowToGoOn({ url, call, format, context });
    if (faults.length > 0) return misbehave({ ...served, pki, faults, onListening }, address);
    const identity = await developmentIdentity(fleet.fleetManager, pki, tell);
    return serve({ ...served, identity, onListening }, { ...address, proxies: [] });
  });
};

interface Serving {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly manager: Pick<FleetManagerOptions, 'store' | 'acceptClient'>;
  readonly onListening?: (url: string) => void;
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
