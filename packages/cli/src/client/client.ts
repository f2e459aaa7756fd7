import { defineCommand } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { FOLDER_HELP } from '../fleet-folder/fleet-folder.js';
import { STORE_HELP } from '../fleet-folder/open-store.js';
import { neededOperand, oneOf } from '../parse-call.js';

const ACTIONS = ['list', 'register', 'replace', 'revoke'] as const;

/** Clients that sign their messages. */
export const client = defineCommand({
  name: 'client',
  synopsis: 'list|register|replace|revoke',
  summary: 'See and change which clients may sign their messages, and with which certificates',
  usage: `Usage: margo client list [options]
       margo client register CERTIFICATE [--client-id ID] [options]
       margo client replace CLIENT-ID CERTIFICATE [--overlap TIME] [options]
       margo client revoke CLIENT-ID --reason TEXT [--by NAME] [options]

Works on the store of a fleet manager whose clients sign their messages, which may be running: what is changed here holds
from the next request on.

  list                   Which clients there are, with their certificates
  register               Accept the certificate in a PEM file before its device asks to be let in
  replace                Give a client a new certificate; the one before counts until the overlap has ended
  revoke                 Take the right away from a client, for good

Options:
  --client-id ID         Of a client that is registered (default: a random one)
  --overlap TIME         For how long the certificate before still counts (default: not at all)
  --reason TEXT          Why, in words for people
  --by NAME              Who decides it (default: margo client)
  ${FOLDER_HELP}
  ${STORE_HELP}
  --format pretty|json   For people (the default), or for programs
  --help, -h             Show this text

Exit codes: 0 it was done, 1 it was refused or the store cannot be used, 2 a file could not be read, there is no store, or
the call was not understood.`,
  options: {
    'client-id': { type: 'string' },
    overlap: { type: 'string' },
    reason: { type: 'string' },
    by: { type: 'string' },
    folder: { type: 'string' },
    store: { type: 'string' },
  },
  formats: ['pretty', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    const words = `one of ${ACTIONS.join(', ')}`;
    const action = oneOf('The first word', ACTIONS, neededOperand('client', operands, 0, words));
    // A database, which few commands need.
    return (await import('./run-client.js')).runClient({ ...options, action }, operands.slice(1), format, context);
  },
});
