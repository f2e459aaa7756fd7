import { defineCommand } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { FOLDER_HELP } from '../fleet-folder/fleet-folder.js';
import { STORE_HELP } from '../fleet-folder/open-store.js';
import { refuseOperands } from '../parse-call.js';

/** How far devices are. */
export const status = defineCommand({
  name: 'status',
  synopsis: '',
  summary: 'Show what was published against what devices have reported',
  usage: `Usage: margo status [options]

Reads from the store of a fleet manager, which may be running, how each deployment stands on each device: what is wanted
since which manifest, what was reported by which, and one word for both. converged: what is wanted now is installed. stale-…:
the device has reported, but not about what is wanted now. unseen: it has not reported.

Options:
  --client ID            Only this client: its SPIFFE id, or the last part of it where the folder has an issuer
  --watch                Go on: redraw on a terminal, or print what has changed
  --silent-after TIME    Count a client as silent that was not heard for so long, such as 15m (default: none)
  ${FOLDER_HELP}
  ${STORE_HELP}
  --format pretty|json   For people (the default), or for programs; with --watch a line of JSON for each change
  --help, -h             Show this text

Exit codes: 0 all is as wanted, 1 something is not, or not yet, or silent, 2 there is no store or the call was not
understood, 128 + n ended by signal n.`,
  options: {
    client: { type: 'string' },
    watch: { type: 'boolean' },
    'silent-after': { type: 'string' },
    folder: { type: 'string' },
    store: { type: 'string' },
  },
  formats: ['pretty', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    refuseOperands('status', operands, 0);
    // A database, which few commands need.
    return (await import('./run-status.js')).runStatus(options, format, context);
  },
});
