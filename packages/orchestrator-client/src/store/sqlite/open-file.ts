import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { connectionTo, type Connection } from './connection.js';
import { FleetStoreError } from './fleet-store-error.js';
import type { LibsqlDatabase } from './load-libsql.js';
import { beginSchema } from './schema.js';
import { asStoreError } from './store-fault.js';

/** How a file is opened. */
export interface OpenFileOptions {
  /** An absolute path. */
  readonly file: string;
  /** Milliseconds to wait for the lock of another process. */
  readonly busyTimeoutMs: number;
}

/**
 * Opens a database file, and begins one where there is none. What is there is never begun anew.
 *
 * @throws FleetStoreError
 */
export const openFile = (Database: LibsqlDatabase, { file, busyTimeoutMs }: OpenFileOptions): Connection => {
  try {
    if (!existsSync(file)) beginFile(Database, file);
    if (statSync(file).size === 0) throw corrupt(file, 'is empty');
    const connection = connectionTo(new Database(file, { timeout: busyTimeoutMs }), file);
    try {
      // Written in one stroke and synced with each commit, and readers do not wait for writers.
      connection.prepare('PRAGMA journal_mode = WAL').one();
      connection.prepare('PRAGMA synchronous = FULL').one();
      connection.prepare('PRAGMA foreign_keys = ON').one();
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  } catch (error) {
    throw asStoreError(error, file);
  }
};

/**
 * Makes the file under another name first. So it is a whole database from the moment on at which it is there, and an
 * empty one can only be the remains of one that was.
 */
const beginFile = (Database: LibsqlDatabase, file: string): void => {
  if (existsSync(`${file}-wal`)) throw corrupt(file, 'is gone, and its log is still there');
  const draft = `${file}.${randomUUID()}`;
  try {
    const connection = connectionTo(new Database(draft), draft);
    try {
      beginSchema(connection);
    } finally {
      connection.close();
    }
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was faster
    }
  } finally {
    for (const left of [draft, `${draft}-journal`, `${draft}-wal`, `${draft}-shm`]) rmSync(left, { force: true });
  }
  syncFolder(dirname(file));
};

/** So that the name of the file is as durable as what is in it. */
const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return; // folders cannot be synced there
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const corrupt = (file: string, what: string): FleetStoreError =>
  new FleetStoreError('ERR_STORE_CORRUPT', `The fleet store ${file} ${what}.`, {
    hint: 'Restore the file from a backup; to begin anew, remove it with the -wal and -shm files beside it.',
  });
