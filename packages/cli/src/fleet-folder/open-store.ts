import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createSqliteStore, type SqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
import type { Context } from '../command.js';
import { SECRET_MODE } from '../output/write-file.js';
import { printable } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import type { FleetFolder } from './fleet-folder.js';

/** The line of help about it. */
export const STORE_HELP = `--store FILE           The store of the fleet manager, instead of fleet.db in the folder`;

/** The file that a call means. */
export const storeFileOf = (
  store: string | undefined,
  fleet: FleetFolder,
  { folder }: Pick<Context, 'folder'>,
): string => (store === undefined ? fleet.store : resolve(folder, store));

/**
 * Opens the store of a fleet manager, and begins one where there is none. Deployments hold secrets: only its owner can
 * read one that is begun here, or enter a folder that is made for it.
 */
export const openStore = async (file: string): Promise<SqliteStore> => {
  if (existsSync(file)) return createSqliteStore({ file });
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const store = await createSqliteStore({ file });
  // Nothing was written to it yet, and what SQLite puts beside it later has the same mode.
  for (const made of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(made)) await chmod(made, SECRET_MODE);
  return store;
};

/**
 * Opens a store that is there, and never begins one: what a person looks at or publishes to has to be served by somebody.
 *
 * @throws UsageError when there is none
 */
export const openKnownStore = async (file: string): Promise<SqliteStore> => {
  if (existsSync(file)) return createSqliteStore({ file });
  throw new UsageError(`There is no fleet store ${printable(file)}.`, 'margo wfm makes one; see --folder and --store.');
};
