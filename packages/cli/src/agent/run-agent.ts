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
import { margoIdentityOf, spiffeIdOf } from '@margo-sdk/protocol';
import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
import { parseDeviceId } from '@margo-sdk/spec-model';
import type { Context, Format } from '../command.js';
import { type ExitCode } from '../exit-codes.js';
import { shortNameOf } from '../fleet-folder/client-id.js';
import { loadPki } from '../fleet-folder/development-pki.js';
import { fleetFolderOf } from '../fleet-folder/fleet-folder.js';
import { identitySourcesOf, refuseIdentity, type IdentityCall } from '../identity/identity-options.js';
import { developmentIdentity, identityFrom, type Identity, type Tell } from '../identity/identity.js';
import { durationOf } from '../input/duration.js';
import { oneOf } from '../parse-call.js';
import { paint } from '../terminal.js';
import { untilStopped } from '../until-stopped.js';
import { asArgument, UsageError } from '../usage-error.js';
import { deviceEventTeller, type ToldEvent } from './device-lines.js';
import { lockFolder } from './lock-folder.js';
import { outcomeOf } from './outcome.js';
import { scheduleOf, type ScheduleCall } from './schedule.js';

/** What was asked for. */
export interface AgentCall extends IdentityCall, ScheduleCall {
  readonly dev?: boolean;
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

/** Who the device is, and where it remembers. */
interface Device {
  readonly identity: Identity;
  readonly folder: string;
  readonly wfm: string;
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
    device.identity.close();
  }
};

interface Around {
  readonly call: AgentCall;
  readonly emit: (event: ToldEvent) => void;
  readonly context: Context;
}

const work = async (
  { identity, folder, wfm }: Device,
  behaviour: Partial<DeviceAgentOptions>,
  { call, emit, context: { terminal, signal } }: Around,
): Promise<ExitCode> => {
  if (/^http:/i.test(wfm))
    throw new UsageError('--wfm: The address must be an https one.', 'Devices speak mutual TLS only.');
  const connection = createMutualTlsFetch(identity.now);
  try {
    identity.follow(connection);
    const store = createFileStore({ folder: join(folder, 'store') });
    const runtime = createDryRunRuntime({ folder: join(folder, 'workloads') });
    const name = shortNameOf(connection.ownId);
    const agent = createDeviceAgent({
      ...behaviour,
      client: asArgument('--wfm', () => createWorkloadManagementClient({ baseUrl: wfm, fetch: connection.fetch })),
      store,
      runtimes: [runtime],
      capabilities: () =>
        collectCapabilities({
          id: parseDeviceId(name),
          vendor: 'Margo SDK',
          modelNumber: 'dry run',
          serialNumber: name,
          runtimes: [runtime],
          storageFolder: folder,
          // What hosts workloads has one (CAP-06); here it runs as much as the workloads do.
          otelCollector: true,
        }),
      onEvent: emit,
    });
    try {
      emit({ type: 'agent.started', id: connection.ownId, wfm });
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
    await connection.close();
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

const deviceOf = async (call: AgentCall, context: Context, tell: Tell): Promise<Device> => {
  const { terminal } = context;
  if (call.dev) {
    refuseIdentity('agent', call);
    if (call.state !== undefined)
      throw new UsageError('margo agent --dev keeps everything in --folder, not in --state.');
    const fleet = fleetFolderOf(call.folder, context);
    const pki = await loadPki(fleet);
    const clientId = call['client-id'] ?? 'device-1';
    const { trustDomain } = pki.issuer;
    asArgument('--client-id', () => spiffeIdOf({ role: 'client', trustDomain, wfmId: pki.wfmId, clientId }));
    const folder = fleet.device(clientId);
    terminal.err(`${paint(terminal, 'yellow', 'DEVELOPMENT ONLY')}: a certificate from the development issuer.`);
    return {
      identity: await developmentIdentity(folder, pki, tell, clientId),
      folder,
      wfm: call.wfm ?? DEVELOPMENT_WFM,
    };
  }
  if (call['client-id'] !== undefined)
    throw new UsageError('--client-id is for --dev: otherwise the certificate says which client it is.');
  const sources = identitySourcesOf('agent', call);
  if (call.wfm === undefined) throw new UsageError('margo agent needs --wfm, the address of the fleet manager.');
  if (call.state === undefined) throw new UsageError('margo agent needs --state, the folder where it remembers.');
  const identity = await identityFrom(sources, context, tell);
  if (margoIdentityOf(identity.id)?.role !== 'client') {
    identity.close();
    throw new UsageError(`--certificate is that of ${identity.id}, which is no client.`);
  }
  return { identity, folder: resolve(context.folder, call.state), wfm: call.wfm };
};
