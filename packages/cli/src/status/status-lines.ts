import { shortNameOf } from '../fleet-folder/client-id.js';
import { paint, printable, type Style, type Terminal } from '../terminal.js';
import { isWell, type FleetStatus, type StatusRow } from './status-row.js';

const HEAD = ['client', 'deployment', 'device', 'state', 'wanted since', 'reported', 'silent'];

/** The table, a line each. */
export const statusLines = ({ clients, rows }: FleetStatus, terminal: Terminal): readonly string[] => {
  if (rows.length === 0) {
    if (clients.length === 0) return ['There are no clients yet.'];
    return clients.map(({ client, manifestVersion }) =>
      manifestVersion === null
        ? `Nothing was published to ${client}.`
        : `${client} is to run nothing, by manifest ${manifestVersion}.`,
    );
  }
  const table = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  return table.map((cells, line) => {
    const row = rows[line - 1];
    return cells
      .map((cell, column) => {
        const padded = cell.padEnd(widths[column] ?? 0);
        if (row === undefined) return paint(terminal, 'bold', padded);
        return column === 3 ? paint(terminal, styleOf(row), padded) : padded;
      })
      .join('  ')
      .trimEnd();
  });
};

/** What has changed about one row, in a pipe. */
export const changeLine = (row: StatusRow): string => {
  const { client, deploymentId, deviceId, state, silent } = row;
  const { error } = row.reported ?? {};
  const why = error === undefined ? '' : `, ${error.code} ${error.message ?? ''}`;
  return printable(
    `${shortNameOf(client)}: ${deploymentId} on ${deviceId} is ${state} (wanted since ${wantedOf(row)}, reported ${reportedOf(row)})${silent ? ', silent' : ''}${why}`,
  );
};

const cellsOf = (row: StatusRow): readonly string[] => {
  const { client, deploymentId, deviceId, state, silent } = row;
  const reported = reportedOf(row);
  const { error } = row.reported ?? {};
  return [
    shortNameOf(client),
    deploymentId,
    deviceId,
    state,
    wantedOf(row),
    error === undefined ? reported : `${reported}, ${error.code}`,
    silent ? 'yes' : 'no',
  ].map(printable);
};

const wantedOf = ({ wantedSince }: StatusRow): string => (wantedSince === null ? '-' : String(wantedSince));

const reportedOf = ({ reported }: StatusRow): string =>
  reported === null ? '-' : `${reported.state} by ${reported.adoptedManifestVersion}`;

const styleOf = (row: StatusRow): Style => {
  if (isWell(row)) return 'green';
  return /failed|ahead/.test(row.state) || row.silent ? 'red' : 'yellow';
};
