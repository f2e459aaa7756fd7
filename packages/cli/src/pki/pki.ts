import { defineCommand } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { DEFAULT_PKI_NAMES } from '../fleet-folder/development-pki.js';
import { FOLDER_HELP } from '../fleet-folder/fleet-folder.js';
import { neededOperand, oneOf } from '../parse-call.js';

const ACTIONS = ['init', 'issue', 'show'] as const;

/** Development certificates. */
export const pki = defineCommand({
  name: 'pki',
  synopsis: 'init|issue|show',
  summary: 'Make certificates for development: an authority, a fleet manager, devices',
  usage: `Usage: margo pki init [options]
       margo pki issue CLIENT-ID [options]
       margo pki issue --fleet-manager [options]
       margo pki show [options]

Makes certificates for development and tests, never for a plant: the keys lie in files without a passphrase, and whoever
reads them can pose as anybody in the trust domain. Only their owner may open the files.

  init                   A new authority, and the certificate of a fleet manager
  issue                  A certificate for one device, or a new one for the fleet manager; for 24 hours
  show                   Whose certificates there are, and until when

Options:
  --trust-domain DOMAIN  Of a new authority (default ${DEFAULT_PKI_NAMES.trustDomain})
  --wfm ID               Of a new fleet manager (default ${DEFAULT_PKI_NAMES.wfmId})
  --fleet-manager        Issue to the fleet manager
  --force                Replace what is there; what a replaced authority has issued is worthless
  ${FOLDER_HELP}
  --format pretty|json   For people (the default), or for programs
  --help, -h             Show this text

Exit codes: 0 it was done, 1 files that are there cannot be used, 2 there is something that would be replaced, or nothing
where something is needed, or the call was not understood.`,
  options: {
    'trust-domain': { type: 'string' },
    wfm: { type: 'string' },
    'fleet-manager': { type: 'boolean' },
    force: { type: 'boolean' },
    folder: { type: 'string' },
  },
  formats: ['pretty', 'json'],
  run: async ({ operands, options, format }, context): Promise<ExitCode> => {
    const action = oneOf('The first word', ACTIONS, neededOperand('pki', operands, 0, 'one of init, issue and show'));
    // Making certificates needs a library that takes time to load.
    const { runPki } = await import('./run-pki.js');
    return runPki(
      action,
      operands.slice(1),
      {
        trustDomain: options['trust-domain'],
        wfmId: options.wfm,
        isFleetManager: options['fleet-manager'] ?? false,
        force: options.force ?? false,
        folder: options.folder,
        format,
      },
      context,
    );
  },
});
