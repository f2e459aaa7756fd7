import { join, resolve } from 'node:path';
import {
  collectCapabilities,
  createDeviceAgent,
  createDryRunRuntime,
  createFileStore,
  type DeviceAgent,
  type DeviceAgentOptions,
  type DeviceStore,
} from '@margo-sdk/device-client';
import { isSignedProfile, spiffeIdOf, type WireProfile } from '@margo-sdk/protocol';
import { parseDeviceId } from '@margo-sdk/spec-model';
import type { Context, Format } from '../command.js';
import { type ExitCode } from '../exit-codes.js';
import { loadPki } from '../fleet-folder/development-pki.js';
import { fleetFolderOf } from '../fleet-folder/fleet-folder.js';
import { identitySourcesOf, refuseIdentity, type IdentityCall } from '../identity/identity-options.js';
import { developmentIdentity, identityFrom, type Tell } from '../identity/identity.js';
import { durationOf } from '../input/duration.js';
import { wireProfileOf } from '../input/wire-profile.js';
import { oneOf } from '../parse-call.js';
import { paint } from '../terminal.js';
import { untilStopped } from '../until-stopped.js';
import { asArgument, UsageError } from '../usage-error.js';
import { mutualTlsDevice, refuseUnlessClient, type Device } from './device.js';
import { deviceEventTeller, type ToldEvent } from './device-lines.js';
import { lockFolder } from './lock-folder.js';
import { outcomeOf } from './outcome.js';
import { scheduleOf, type ScheduleCall } from './schedule.js';
import { developmentSignedDevice, signedDeviceFrom } from './signed-device.js';

/** What was asked for. */
export interface AgentCall extends IdentityCall, ScheduleCall {
  readonly dev?: boolean;
  readonly profile?: string;
  readonly 'root-ca'?: string;
  readonly 'device-id'?: string;
  readonly 'client-id'?: string;
  readonly folder?: string;
  readonly state?: string;
  readonly wfm?: string;
  readonly once?: boolean;
  readonly 'poll-interval'?: string;
  readonly retrieval?: string;
  readonly reports?: string;
  readonly 'reset-manifest-version'?: boolean;
}

const DEVELOPMENT_WFM = 'https://127.0.0.1:8443';

/** Runs a device until it is stopped, or for one poll. */
export const runAgent = async (call: AgentCall, format: Format, context: Context): Promise<ExitCode> => {
  const emit = deviceEventTeller(format, context.terminal);
  const behaviour = behaviourOf(call);
  const device = await deviceOf(call, context, (message) => emit({ type: 'agent.warning', message }));
  try {
    const unlock = await lockFolder(device.folder);
    try {
      return await work(device, behaviour, { call, emit, context });
    } finally {
      await unlock();
    }
  } finally {
    device.close();
  }
};

interface Around {
  readonly call: AgentCall;
  readonly emit: (event: ToldEvent) => void;
  readonly context: Context;
}

const work = async (
  { folder, wfm, connect }: Device,
  behaviour: Partial<DeviceAgentOptions>,
  { call, emit, context: { terminal, signal } }: Around,
): Promise<ExitCode> => {
  if (/^http:/i.test(wfm)) throw new UsageError('--wfm: The address must be an https one.', 'Devices speak TLS only.');
  const { client, id, deviceId, letIn, close } = await connect(signal);
  try {
    if (letIn) emit({ type: 'agent.onboarded', clientId: id });
    const store = createFileStore({ folder: join(folder, 'store') });
    const runtime = createDryRunRuntime({ folder: join(folder, 'workloads') });
    const agent = createDeviceAgent({
      ...behaviour,
      client,
      store,
      runtimes: [runtime],
      capabilities: () =>
        collectCapabilities({
          id: parseDeviceId(deviceId),
          vendor: 'Margo SDK',
          modelNumber: 'dry run',
          serialNumber: deviceId,
          runtimes: [runtime],
          storageFolder: folder,
          // What hosts workloads has one (CAP-06); here it runs as much as the workloads do.
          otelCollector: true,
        }),
      onEvent: emit,
    });
    try {
      emit({ type: 'agent.started', id, wfm });
      if (call['reset-manifest-version']) {
        terminal.err(
          `${paint(terminal, 'yellow', 'WARNING')}: the device forgets which manifest it has accepted, so an older one can come into force.`,
        );
        await agent.resetManifestVersion();
      }
      return await (call.once ? pollOnce(agent, store, emit, signal) : pollUntilStopped(agent, emit, signal));
    } finally {
      await agent.stop();
    }
  } finally {
    await close();
  }
};

const pollUntilStopped = async (agent: DeviceAgent, emit: Around['emit'], signal: AbortSignal): Promise<ExitCode> => {
  await Promise.race([agent.start(), untilStopped(signal)]);
  const code = await untilStopped(signal);
  emit({ type: 'agent.stopping' });
  return code;
};

const pollOnce = async (
  agent: DeviceAgent,
  store: DeviceStore,
  emit: Around['emit'],
  signal: AbortSignal,
): Promise<ExitCode> => {
  const onAbort = (): void => void agent.stop();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const poll = await agent.pollOnce();
  await agent.idle();
  signal.removeEventListener('abort', onAbort);
  if (signal.aborted) return Number(signal.reason);
  const { code, reasons } = outcomeOf(poll, await store.read());
  for (const message of reasons) emit({ type: 'agent.warning', message });
  return code;
};

/** The part of the call that is the same with and without `--dev`. */
const behaviourOf = (call: AgentCall): Partial<DeviceAgentOptions> => ({
  ...(call['poll-interval'] !== undefined && { pollIntervalMs: durationOf('--poll-interval', call['poll-interval']) }),
  schedule: scheduleOf(call),
  ...(call.retrieval !== undefined && {
    retrieval: oneOf('--retrieval', ['auto', 'bundle', 'single'], call.retrieval),
  }),
  ...(call.reports !== undefined && { reports: oneOf('--reports', ['latest', 'journal'], call.reports) }),
});

const refuseOfOtherProfiles = (call: AgentCall, profile: WireProfile): void => {
  const names = isSignedProfile(profile)
    ? (['trust-bundle', 'trust-bundle-url', 'pin', 'anchor'] as const)
    : (['root-ca', 'device-id'] as const);
  const surplus = names.find((name) => call[name] !== undefined);
  if (surplus === undefined) return;
  throw new UsageError(`margo agent does not take --${surplus} in the profile ${profile}.`);
};

const deviceOf = async (call: AgentCall, context: Context, tell: Tell): Promise<Device> => {
  const { terminal } = context;
  const profile = wireProfileOf(call.profile);
  refuseOfOtherProfiles(call, profile);
  if (call.dev) {
    refuseIdentity('agent', call);
    if (call['root-ca'] !== undefined || call['device-id'] !== undefined)
      throw new UsageError(
        'margo agent --dev knows both and does not take --root-ca or --device-id.',
        'Say --client-id.',
      );
    if (call.state !== undefined)
      throw new UsageError('margo agent --dev keeps everything in --folder, not in --state.');
    const fleet = fleetFolderOf(call.folder, context);
    const pki = await loadPki(fleet);
    const clientId = call['client-id'] ?? 'device-1';
    const { trustDomain } = pki.issuer;
    asArgument('--client-id', () => spiffeIdOf({ role: 'client', trustDomain, wfmId: pki.wfmId, clientId }));
    const folder = fleet.device(clientId);
    const { wfm = DEVELOPMENT_WFM, once = false } = call;
    terminal.err(`${paint(terminal, 'yellow', 'DEVELOPMENT ONLY')}: a certificate from the development issuer.`);
    return isSignedProfile(profile)
      ? developmentSignedDevice(profile, pki, { clientId, folder, wfm, once }, tell)
      : mutualTlsDevice(await developmentIdentity(folder, pki, tell, clientId), folder, wfm);
  }
  if (call['client-id'] !== undefined)
    throw new UsageError('--client-id is for --dev: otherwise the certificate says which client it is.');
  if (isSignedProfile(profile)) return signedDeviceFrom(profile, call, context, tell);
  const sources = identitySourcesOf('agent', call);
  if (call.wfm === undefined) throw new UsageError('margo agent needs --wfm, the address of the fleet manager.');
  if (call.state === undefined) throw new UsageError('margo agent needs --state, the folder where it remembers.');
  const identity = await identityFrom(sources, context, tell);
  try {
    refuseUnlessClient(identity.id);
  } catch (error) {
    identity.close();
    throw error;
  }
  return mutualTlsDevice(identity, resolve(context.folder, call.state), call.wfm);
};
