import { setTimeout as sleep } from 'node:timers/promises';
import type { SqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
import type { SpiffeId } from '@margo-sdk/protocol';
import type { Context, Format } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { clientIdOf } from '../fleet-folder/client-id.js';
import { fleetFolderOf } from '../fleet-folder/fleet-folder.js';
import { openKnownStore, storeFileOf } from '../fleet-folder/open-store.js';
import { durationOf } from '../input/duration.js';
import { jsonLine, printJson } from '../output/json.js';
import type { Terminal } from '../terminal.js';
import { changeLine, statusLines } from './status-lines.js';
import { isWell, readStatus, type FleetStatus, type StatusRow } from './status-row.js';

/** What was asked for. */
export interface StatusCall {
  readonly client?: string;
  readonly watch?: boolean;
  readonly 'silent-after'?: string;
  readonly folder?: string;
  readonly store?: string;
}

/** How often the store is looked at: short for a person, and long for a database. */
const LOOK_AGAIN_MS = 500;

/** Shows how everything stands, once or until it is stopped. */
export const runStatus = async (call: StatusCall, format: Format, context: Context): Promise<ExitCode> => {
  const { terminal, signal } = context;
  const fleet = fleetFolderOf(call.folder, context);
  const silentAfterMs =
    call['silent-after'] === undefined ? undefined : durationOf('--silent-after', call['silent-after']);
  const client = call.client === undefined ? undefined : await clientIdOf(call.client, fleet);
  const store = await openKnownStore(storeFileOf(call.store, fleet, context));
  try {
    const read = () => statusOf(store, client, silentAfterMs);
    if (call.watch) return await watch(read, format, terminal, signal);
    const found = await read();
    if (format === 'json') printJson({ ...found, rows: found.rows.map(rowJson) }, terminal);
    else for (const line of statusLines(found, terminal)) terminal.out(line);
    return found.rows.every(isWell) ? EXIT_CODES.ok : EXIT_CODES.failed;
  } finally {
    await store.close();
  }
};

const statusOf = async (
  store: SqliteStore,
  client: SpiffeId | undefined,
  silentAfterMs: number | undefined,
): Promise<FleetStatus> => readStatus(store, client === undefined ? await store.clients() : [client], silentAfterMs);

const watch = async (
  read: () => Promise<FleetStatus>,
  format: Format,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const tell = format === 'pretty' && terminal.interactive ? redrawn(terminal) : printed(format, terminal);
  while (!signal.aborted) {
    tell(await read());
    await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
  return Number(signal.reason);
};

/** Draws the table on an empty screen, when it has changed: its lines may be longer than those of the terminal. */
const redrawn = (terminal: Terminal): ((status: FleetStatus) => void) => {
  let drawn = '';
  return (status) => {
    const table = statusLines(status, terminal).join('\n');
    if (table === drawn) return;
    terminal.write(`\u001b[H\u001b[2J${table}\n`);
    drawn = table;
  };
};

/** Prints each row at first, and whenever it has become another one. */
const printed = (format: Format, terminal: Terminal): ((status: FleetStatus) => void) => {
  const told = new Map<string, string>();
  return ({ rows }) => {
    for (const row of rows) {
      const line = changeLine(row);
      const key = `${row.client} ${row.deploymentId} ${row.deviceId}`;
      if (told.get(key) === line) continue;
      told.set(key, line);
      terminal.out(format === 'json' ? jsonLine(rowJson(row)) : line);
    }
  };
};

const rowJson = ({ reported, lastHeardAtMs, ...row }: StatusRow): object => ({
  ...row,
  reported: reported && {
    ...reported,
    receivedAtMs: undefined,
    receivedAt: reported.receivedAtMs === undefined ? undefined : new Date(reported.receivedAtMs).toISOString(),
  },
  lastHeardAt: lastHeardAtMs === null ? null : new Date(lastHeardAtMs).toISOString(),
});
