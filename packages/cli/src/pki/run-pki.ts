import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { spiffeIdOf } from '@margo-sdk/protocol';
import { readCredentials } from '@margo-sdk/protocol/node';
import { MargoError } from '@margo-sdk/spec-model';
import {
  loadDevelopmentCredentials,
  saveDevelopmentCredentials,
  type DevelopmentCredentials,
} from '@margo-sdk/testkit';
import type { Context, Format } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { DEFAULT_PKI_NAMES, initPki, loadPki } from '../fleet-folder/development-pki.js';
import { fleetFolderOf, type FleetFolder } from '../fleet-folder/fleet-folder.js';
import { printJson } from '../output/json.js';
import { neededOperand, refuseOperands } from '../parse-call.js';
import { paint, printable, type Terminal } from '../terminal.js';
import { asArgument, UsageError } from '../usage-error.js';

/** What was asked for besides the action. */
export interface PkiOptions {
  readonly trustDomain: string | undefined;
  readonly wfmId: string | undefined;
  readonly isFleetManager: boolean;
  readonly force: boolean;
  readonly folder: string | undefined;
  readonly format: Format;
}

/** Names that the testkit gives to the files. */
const FILES = {
  trustBundle: 'development-trust-bundle.json',
  certificate: 'development-certificate.pem',
  privateKey: 'development-key.pem',
} as const;

/** One certificate with its files, as a person or a program is told of it. */
interface Shown {
  readonly spiffeId: string;
  readonly expiresAt: string | null;
  readonly certificate: string;
  readonly privateKey: string;
}

/** Carries out one action of `margo pki`. */
export const runPki = async (
  action: 'init' | 'issue' | 'show',
  operands: readonly string[],
  options: PkiOptions,
  context: Context,
): Promise<ExitCode> => {
  const folder = fleetFolderOf(options.folder, context);
  refuseOperands(`pki ${action}`, operands, action === 'issue' && !options.isFleetManager ? 1 : 0);
  const named = (path: string): string => relative(context.folder, path) || '.';
  const shown = (credentials: DevelopmentCredentials, at: string): Shown => ({
    spiffeId: credentials.spiffeId,
    expiresAt: endOf(credentials),
    certificate: named(join(at, FILES.certificate)),
    privateKey: named(join(at, FILES.privateKey)),
  });
  const [trustDomain, issued] = await {
    init: async () => init(folder, options),
    issue: async () => issue(folder, options, operands),
    show: async () => show(folder),
  }[action]();
  const certificates = issued.map(({ credentials, at }) => shown(credentials, at));
  const trustBundle = named(join(folder.pki, FILES.trustBundle));
  tell({ trustDomain, trustBundle, certificates }, options.format, context.terminal);
  return EXIT_CODES.ok;
};

interface Issued {
  readonly credentials: DevelopmentCredentials;
  readonly at: string;
}

type Found = readonly [trustDomain: string, issued: readonly Issued[]];

const init = async (folder: FleetFolder, { trustDomain, wfmId, force }: PkiOptions): Promise<Found> => {
  const names = {
    trustDomain: trustDomain ?? DEFAULT_PKI_NAMES.trustDomain,
    wfmId: wfmId ?? DEFAULT_PKI_NAMES.wfmId,
  };
  asArgument('margo pki init', () => spiffeIdOf({ role: 'fleet-manager', ...names }));
  await unlessThere(initPki(folder, names, force));
  return [
    names.trustDomain,
    [{ credentials: await loadDevelopmentCredentials(folder.fleetManager), at: folder.fleetManager }],
  ];
};

const issue = async (
  folder: FleetFolder,
  { isFleetManager, wfmId, force }: PkiOptions,
  operands: readonly string[],
): Promise<Found> => {
  const clientId = isFleetManager ? undefined : neededOperand('pki issue', operands, 0, 'the id of a client');
  const { issuer, ...own } = await loadPki(folder);
  const [name, { trustDomain }] = [wfmId ?? own.wfmId, issuer];
  // An id that leads elsewhere would be the name of a folder elsewhere.
  const id = asArgument('margo pki issue', () =>
    spiffeIdOf(
      clientId === undefined
        ? { role: 'fleet-manager', trustDomain, wfmId: name }
        : { role: 'client', trustDomain, wfmId: name, clientId },
    ),
  );
  const credentials = await issuer.issue(id);
  const at = clientId === undefined ? folder.fleetManager : folder.device(clientId);
  await unlessThere(saveDevelopmentCredentials(credentials, at, { overwrite: force }));
  return [issuer.trustDomain, [{ credentials, at }]];
};

const show = async (folder: FleetFolder): Promise<Found> => {
  const { issuer } = await loadPki(folder);
  const devices = await readdir(dirname(folder.device('-')), { withFileTypes: true }).catch(() => []);
  const places = [
    folder.fleetManager,
    ...devices
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => folder.device(name))
      .sort(),
  ];
  const issued: Issued[] = [];
  for (const at of places) {
    try {
      issued.push({ credentials: await loadDevelopmentCredentials(at), at });
    } catch (error) {
      if (!MargoError.isInstance(error) || error.code !== 'ERR_CREDENTIALS_NOT_FOUND') throw error;
    }
  }
  return [issuer.trustDomain, issued];
};

const unlessThere = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!MargoError.isInstance(error) || error.code !== 'ERR_FILE_EXISTS') throw error;
    throw new UsageError(error.message, '--force replaces it. Of a replaced authority all certificates are worthless.');
  }
};

/** Null when nobody accepts it any more. */
const endOf = (credentials: DevelopmentCredentials): string | null => {
  try {
    return readCredentials(credentials).expiresAt.toISOString();
  } catch {
    return null;
  }
};

const tell = (
  found: { readonly trustDomain: string; readonly trustBundle: string; readonly certificates: readonly Shown[] },
  format: Format,
  terminal: Terminal,
): void => {
  terminal.err(`${paint(terminal, 'yellow', 'DEVELOPMENT ONLY')}: keys without protection; never use them in a plant.`);
  if (format === 'json') return printJson(found, terminal);
  const { trustDomain, trustBundle, certificates } = found;
  terminal.out(`Trust domain ${trustDomain}`);
  terminal.out(`  trust bundle  ${printable(trustBundle)}`);
  for (const { spiffeId, expiresAt, certificate, privateKey } of certificates) {
    const left = expiresAt === null ? 'expired' : `for ${hoursUntil(expiresAt)} more hours`;
    terminal.out(`${spiffeId}, ${left}`);
    terminal.out(`  certificate   ${printable(certificate)}`);
    terminal.out(`  key           ${printable(privateKey)}`);
  }
};

const hoursUntil = (expiresAt: string): number => Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000);
