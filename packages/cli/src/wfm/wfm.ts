import { defineCommand } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { FOLDER_HELP } from '../fleet-folder/fleet-folder.js';
import { STORE_HELP } from '../fleet-folder/open-store.js';
import { IDENTITY_HELP, IDENTITY_OPTIONS } from '../identity/identity-options.js';
import { PROFILE_HELP } from '../input/wire-profile.js';
import { refuseOperands } from '../parse-call.js';
import { SIGNED_HELP, SIGNED_OPTIONS } from './signed-options.js';

/** A fleet manager. */
export const wfm = defineCommand({
  name: 'wfm',
  synopsis: '',
  summary: 'Serve a fleet manager over mutual TLS, also one that misbehaves on demand',
  usage: `Usage: margo wfm --dev [options]
       margo wfm --certificate FILE --key FILE --trust-bundle FILE --accept ID [options]
       margo wfm --profile PROFILE --id ID --origin URL --tls-certificate FILE --tls-key FILE
                 --accept-certificates FOLDER [options]
       margo wfm --list-faults

Serves a fleet manager that keeps everything in a SQLite file, and tells of every request and report. What it wants of
clients is published by margo publish, and margo status shows how far they are; both may run beside it.

For development:
  --dev                  Make what is missing in the folder, listen on port 8443, and accept every client
  --fault NAME[=TIMES]   Misbehave in this way, for so many requests or until the end; can be given several times
  --list-faults          Print all faults
  ${FOLDER_HELP}

Otherwise, over mutual TLS:
${IDENTITY_HELP}
  --accept ID            Accept this client; can be given several times
  --accept-file FILE     Accept the clients in this file, one id a line; it is read again when it changes
  --accept-any-client    Accept every client in the namespace of this fleet manager
  --trusted-proxy ID     Believe this proxy what it hands on of the certificates of clients (RFC 9440)

Otherwise, where clients sign their messages (RFC 9421):
${SIGNED_HELP}

Options:
  ${PROFILE_HELP}
  ${STORE_HELP}
  --host ADDRESS         Where to listen (default 127.0.0.1)
  --port NUMBER          Port (default 443, with --dev 8443); 0 for any that is free
  --format pretty|json   Lines for people (the default), or a line of JSON for each event
  --help, -h             Show this text

Ends at SIGINT or SIGTERM after the requests under way; a second one ends it at once.

Exit codes: 0 the faults were listed, 1 it cannot be served, 2 a file could not be read or the call was not understood,
128 + n ended by signal n.`,
  options: {
    ...IDENTITY_OPTIONS,
    ...SIGNED_OPTIONS,
    profile: { type: 'string' },
    dev: { type: 'boolean' },
    fault: { type: 'string', multiple: true },
    'list-faults': { type: 'boolean' },
    folder: { type: 'string' },
    store: { type: 'string' },
    accept: { type: 'string', multiple: true },
    'accept-file': { type: 'string' },
    'accept-any-client': { type: 'boolean' },
    'trusted-proxy': { type: 'string', multiple: true },
    host: { type: 'string' },
    port: { type: 'string' },
  },
  formats: ['pretty', 'json'],
  jsonLines: true,
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    refuseOperands('wfm', operands, 0);
    // A server and a database, which no other command needs.
    if (options['list-faults']) return (await import('./list-faults.js')).listFaults(format, context.terminal);
    return (await import('./run-wfm.js')).runWfm(options, format, context);
  },
});
