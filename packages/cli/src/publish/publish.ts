import { defineCommand } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { FOLDER_HELP } from '../fleet-folder/fleet-folder.js';
import { STORE_HELP } from '../fleet-folder/open-store.js';
import { PROFILE_HELP } from '../input/wire-profile.js';

/** What a client shall run. */
export const publish = defineCommand({
  name: 'publish',
  synopsis: '--client ID FILE…',
  summary: 'Publish what a client shall run from now on, or a change to it',
  usage: `Usage: margo publish --client ID FILE… [options]
       margo publish --client ID [--set FILE]… [--remove ID]… [options]
       margo publish --client ID --nothing [options]

Writes to the store of a fleet manager, which may be running, what a client shall run: exactly the deployments in the
files. What it was to run before and is not named any more is removed from its devices. With --set and --remove everything
else stays as it is. Files are published as the bytes they are, and converted where the client speaks an older profile;
nothing is published if one of them is invalid. What changes nothing takes no version.

Options:
  --client ID            The client: its SPIFFE id, or the last part of it where the folder has an issuer
  ${PROFILE_HELP}
  --set FILE             Add this deployment, or put it in place of the one with the same id
  --remove ID            Take this deployment off the devices
  --nothing              The client shall run nothing
  --min-version NUMBER   Lowest version to use: above what devices have seen, after an older store was restored
  ${FOLDER_HELP}
  ${STORE_HELP}
  --format pretty|json   For people (the default), or for programs
  --help, -h             Show this text

Exit codes: 0 it is in force, 1 a file is invalid or the store cannot be used, 2 a file could not be read, there is no
store, or the call was not understood.`,
  options: {
    client: { type: 'string' },
    profile: { type: 'string' },
    set: { type: 'string', multiple: true },
    remove: { type: 'string', multiple: true },
    nothing: { type: 'boolean' },
    'min-version': { type: 'string' },
    folder: { type: 'string' },
    store: { type: 'string' },
  },
  formats: ['pretty', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> =>
    // A database, which few commands need.
    (await import('./run-publish.js')).runPublish(operands, options, format, context),
});
