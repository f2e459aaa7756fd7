import { defineCommand } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { FOLDER_HELP } from '../fleet-folder/fleet-folder.js';
import { IDENTITY_HELP, IDENTITY_OPTIONS } from '../identity/identity-options.js';
import { PROFILE_HELP } from '../input/wire-profile.js';
import { refuseOperands } from '../parse-call.js';

/** A device. */
export const agent = defineCommand({
  name: 'agent',
  synopsis: '',
  summary: 'Be a device: poll a fleet manager, apply what it wants as a dry run, and report',
  usage: `Usage: margo agent --dev [options]
       margo agent --wfm URL --certificate FILE --key FILE --trust-bundle FILE --state FOLDER [options]
       margo agent --profile PROFILE --wfm URL --certificate FILE --key FILE --root-ca FILE --state FOLDER [options]

Runs a device that talks to a fleet manager over mutual TLS; in an older profile it asks to be let in, and signs its
messages. It verifies whatever comes, and reports every change. Nothing is started: of each component it writes the files
that Helm or Compose would be given. It tells what it can do from this machine. What it has accepted and installed
outlives it.

For development:
  --dev                  Have a certificate made by the issuer of the folder, and keep everything there
  --client-id ID         Which device it is (default device-1)
  ${FOLDER_HELP}

Otherwise:
${IDENTITY_HELP}
  --root-ca FILE         In an older profile, in place of the bundle: the root of the fleet manager's certificate
  --device-id ID         In an older profile: what the device calls itself (default: the id it was let in with)
  --state FOLDER         Where the device keeps what it remembers and the files of its workloads

Options:
  ${PROFILE_HELP}
  --wfm URL              Address of the fleet manager (with --dev: default https://127.0.0.1:8443)
  --once                 Poll once, do what comes of it, report, and end
  --poll-interval TIME   From one poll to the next (default 60s)
  --window WINDOW        Poll only in these hours, such as 22:00-05:00 or mon-fri/22:00-05:00; several are possible
  --downtime WINDOW      Send nothing in these hours; also 2026-12-24T12:00:00Z/2026-12-27T06:00:00Z
  --time-zone ZONE       Where these hours are told, such as Europe/Berlin (default UTC)
  --retrieval auto|bundle|single
                         How documents are fetched (default auto: as costs less)
  --reports latest|journal
                         What waits while nobody can be reached: the newest report of each deployment, or all
  --reset-manifest-version
                         Forget which version was accepted last, so that an older one can come; only after the fleet
                         manager has lost its memory
  --format pretty|json   Lines for people (the default), or a line of JSON for each event
  --help, -h             Show this text

Ends at SIGINT or SIGTERM after what is under way was called off and remembered; a second one ends it at once.

Exit codes: 0 with --once everything is as wanted and reported, 1 something is not, or it cannot go on, 2 a file could
not be read or the call was not understood, 128 + n ended by signal n.`,
  options: {
    ...IDENTITY_OPTIONS,
    dev: { type: 'boolean' },
    profile: { type: 'string' },
    'root-ca': { type: 'string' },
    'device-id': { type: 'string' },
    'client-id': { type: 'string' },
    folder: { type: 'string' },
    state: { type: 'string' },
    wfm: { type: 'string' },
    once: { type: 'boolean' },
    'poll-interval': { type: 'string' },
    window: { type: 'string', multiple: true },
    downtime: { type: 'string', multiple: true },
    'time-zone': { type: 'string' },
    retrieval: { type: 'string' },
    reports: { type: 'string' },
    'reset-manifest-version': { type: 'boolean' },
  },
  formats: ['pretty', 'json'],
  jsonLines: true,
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    refuseOperands('agent', operands, 0);
    // The whole device, which no other command needs.
    return (await import('./run-agent.js')).runAgent(options, format, context);
  },
});
