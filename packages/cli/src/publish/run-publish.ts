import { acceptAnyClient, createFleetManager, type PublishedDeployment } from '@margo-sdk/orchestrator-client';
import { parseDeploymentId } from '@margo-sdk/spec-model';
import type { Context, Format } from '../command.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { clientIdOf } from '../fleet-folder/client-id.js';
import { fleetFolderOf } from '../fleet-folder/fleet-folder.js';
import { openKnownStore, openStore, storeFileOf } from '../fleet-folder/open-store.js';
import { wireProfileOf } from '../input/wire-profile.js';
import { printJson } from '../output/json.js';
import { printable } from '../terminal.js';
import { asArgument, UsageError } from '../usage-error.js';
import { readDeployments } from './read-deployment.js';

/** What was asked for. */
export interface PublishCall {
  readonly client?: string;
  readonly profile?: string;
  readonly set?: readonly string[];
  readonly remove?: readonly string[];
  readonly nothing?: boolean;
  readonly 'min-version'?: string;
  readonly folder?: string;
  readonly store?: string;
}

/** Publishes, and says what is different. */
export const runPublish = async (
  files: readonly string[],
  call: PublishCall,
  format: Format,
  context: Context,
): Promise<ExitCode> => {
  const { set = [], remove = [] } = call;
  if (call.client === undefined) throw new UsageError('margo publish needs --client.', 'See margo publish --help.');
  const isChange = set.length + remove.length > 0;
  refuseUnclear(files, call, isChange);
  const fleet = fleetFolderOf(call.folder, context);
  const client = await clientIdOf(call.client, fleet);
  const profile = wireProfileOf(call.profile);
  const minVersion = versionOf(call['min-version']);
  const removed = remove.map((id) => asArgument('--remove', () => parseDeploymentId(id)));
  const documents = await readDeployments(isChange ? set : files, context);

  const file = storeFileOf(call.store, fleet, context);
  // What is begun in the folder is found there by margo wfm --dev; a name that was mistyped would not be.
  const store = await (call.store === undefined ? openStore(file) : openKnownStore(file));
  try {
    const manager = createFleetManager({ profile, store, acceptClient: acceptAnyClient });
    const before = await store.wanted(client);
    const options = minVersion === undefined ? {} : { minVersion };
    const { manifestVersion, etag, changed } = await (isChange
      ? manager.update(client, { set: documents, remove: removed }, options)
      : manager.publish(client, documents, options));
    const difference = differenceOf(before, await store.wanted(client));
    if (format === 'json') printJson({ client, manifestVersion, etag, changed, ...difference }, context.terminal);
    else for (const line of linesOf({ client, manifestVersion, etag, changed }, difference)) context.terminal.out(line);
    return EXIT_CODES.ok;
  } finally {
    await store.close();
  }
};

const refuseUnclear = (files: readonly string[], { nothing = false }: PublishCall, isChange: boolean): void => {
  const ways = [files.length > 0, isChange, nothing].filter(Boolean).length;
  if (ways === 1) return;
  if (ways > 1)
    throw new UsageError(
      'Files, --nothing, and --set with --remove exclude each other.',
      'Files are all that the client shall run; --set and --remove leave everything else as it is.',
    );
  throw new UsageError('Nothing was named to publish.', 'If the client shall run nothing, say --nothing.');
};

const versionOf = (given: string | undefined): bigint | undefined => {
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,19}$/.test(given) && BigInt(given) < 2n ** 64n) return BigInt(given);
  throw new UsageError(`--min-version is ${printable(given)}, but must be a number from 1 to 18446744073709551615.`);
};

interface Difference {
  readonly added: readonly Wanted[];
  readonly updated: readonly Wanted[];
  readonly removed: readonly Wanted[];
  readonly unchanged: number;
}

type Wanted = Pick<PublishedDeployment, 'deploymentId' | 'deviceId'>;

const differenceOf = (before: readonly PublishedDeployment[], after: readonly PublishedDeployment[]): Difference => {
  const [old, now] = [byId(before), byId(after)];
  const kept = after.filter(({ deploymentId }) => old.has(deploymentId));
  const updated = kept.filter(({ deploymentId, digest }) => old.get(deploymentId)?.digest !== digest);
  return {
    added: after.filter(({ deploymentId }) => !old.has(deploymentId)).map(namesOf),
    updated: updated.map(namesOf),
    removed: before.filter(({ deploymentId }) => !now.has(deploymentId)).map(namesOf),
    unchanged: kept.length - updated.length,
  };
};

const byId = (all: readonly PublishedDeployment[]): ReadonlyMap<string, PublishedDeployment> =>
  new Map(all.map((one) => [one.deploymentId, one]));

const namesOf = ({ deploymentId, deviceId }: PublishedDeployment): Wanted => ({ deploymentId, deviceId });

const linesOf = (
  outcome: { client: string; manifestVersion: bigint; etag: string; changed: boolean },
  { added, updated, removed, unchanged }: Difference,
): readonly string[] => {
  const { client, manifestVersion, etag, changed } = outcome;
  const listed = (sign: string, all: readonly Wanted[], word: string): string[] =>
    all.map(({ deploymentId, deviceId }) => `  ${sign} ${deploymentId} on ${deviceId} ${word}`);
  return [
    changed
      ? `Manifest ${manifestVersion} is in force for ${client}.`
      : `Nothing changed: manifest ${manifestVersion} is in force for ${client}.`,
    ...listed('+', added, 'added'),
    ...listed('~', updated, 'updated'),
    ...listed('-', removed, 'removed'),
    ...(unchanged === 0 ? [] : [`  = ${unchanged} unchanged`]),
    `  ETag ${etag}`,
  ];
};
