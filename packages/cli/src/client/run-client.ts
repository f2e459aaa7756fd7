import { createClientRegistry, type ClientRegistry, type RegisteredClient } from '@margo-sdk/orchestrator-client';
import { parseSpiffeId } from '@margo-sdk/protocol';
import type { Context, Format } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { fleetFolderOf } from '../fleet-folder/fleet-folder.js';
import { openKnownStore, storeFileOf } from '../fleet-folder/open-store.js';
import { durationOf } from '../input/duration.js';
import { readNeeded } from '../input/read-input.js';
import { printJson } from '../output/json.js';
import { neededOperand, refuseOperands } from '../parse-call.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { clientJson, clientLines } from './client-lines.js';

/** What was asked for. */
export interface ClientCall {
  readonly action: 'list' | 'register' | 'replace' | 'revoke';
  readonly 'client-id'?: string;
  readonly overlap?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly folder?: string;
  readonly store?: string;
}

/** Nothing that is done here depends on it: clients are kept by what stands in their paths. */
const ANY_FLEET_MANAGER = parseSpiffeId('spiffe://fleet.example/margo/wfm/any');

/** Carries out one action of `margo client`, and shows the clients that it was about. */
export const runClient = async (
  call: ClientCall,
  operands: readonly string[],
  format: Format,
  context: Context,
): Promise<ExitCode> => {
  const work = await workOf(call, operands, context);
  const store = await openKnownStore(storeFileOf(call.store, fleetFolderOf(call.folder, context), context));
  try {
    const registry = createClientRegistry({
      store,
      fleetManager: ANY_FLEET_MANAGER,
      acceptCertificate: () => false,
    });
    const clients = await work(registry);
    if (format === 'json') printJson({ clients: clients.map(clientJson) }, context.terminal);
    else if (clients.length === 0) context.terminal.out('There are no clients that sign their messages.');
    else for (const line of clients.flatMap(clientLines)) context.terminal.out(printable(line));
    return EXIT_CODES.ok;
  } finally {
    await store.close();
  }
};

type Work = (registry: ClientRegistry) => Promise<readonly RegisteredClient[]>;

/** Which options an action takes besides where the store is. */
const TAKES = {
  list: [],
  register: ['client-id'],
  replace: ['overlap'],
  revoke: ['reason', 'by'],
} as const satisfies Readonly<Record<ClientCall['action'], readonly (keyof ClientCall)[]>>;

/** Reads all of the call before anything is opened. */
const workOf = async (call: ClientCall, operands: readonly string[], context: Context): Promise<Work> => {
  const { action, reason, by = 'margo client', 'client-id': clientId } = call;
  const command = `client ${action}`;
  const takes: readonly (keyof ClientCall)[] = TAKES[action];
  for (const name of ['client-id', 'overlap', 'reason', 'by'] as const)
    if (call[name] !== undefined && !takes.includes(name))
      throw new UsageError(`margo ${command} does not take --${name}.`);
  const named = (at: number): string => neededOperand(command, operands, at, 'the id of a client');
  const file = async (at: number): Promise<string> =>
    new TextDecoder().decode(await readNeeded(neededOperand(command, operands, at, 'a certificate'), context));

  switch (action) {
    case 'list':
      refuseOperands(command, operands, 0);
      return (registry) => registry.clients();
    case 'register': {
      refuseOperands(command, operands, 1);
      const certificate = await file(0);
      return async ({ register }) => [await register(certificate, clientId === undefined ? {} : { clientId })];
    }
    case 'replace': {
      refuseOperands(command, operands, 2);
      const [id, certificate] = [named(0), await file(1)];
      const overlapMs = call.overlap === undefined ? 0 : durationOf('--overlap', call.overlap);
      return async ({ replaceCertificate }) => [await replaceCertificate(id, certificate, { overlapMs })];
    }
    case 'revoke': {
      refuseOperands(command, operands, 1);
      const id = named(0);
      if (reason === undefined) throw new UsageError('margo client revoke needs --reason: somebody will ask for it.');
      return async ({ revoke }) => [await revoke({ clientId: id }, { by, reason })];
    }
  }
};
