import type Libsql from 'libsql';
import { FleetStoreError } from './fleet-store-error.js';

/** The class of connections that `libsql` exports. */
export type LibsqlDatabase = typeof Libsql;

/**
 * Loads the package only when a store is wanted: it is an optional peer, and its native part exists for some platforms
 * only.
 *
 * @throws FleetStoreError `ERR_SQLITE_MISSING`
 */
export const loadLibsql = async (): Promise<LibsqlDatabase> => {
  try {
    return (await import('libsql')).default;
  } catch (cause) {
    throw new FleetStoreError(
      'ERR_SQLITE_MISSING',
      'The SQLite store needs the package libsql, which cannot be loaded.',
      {
        cause,
        hint: 'Install libsql beside @margo-sdk/orchestrator-client, on a platform that it has a native part for.',
      },
    );
  }
};
