import type Libsql from 'libsql';
import { FleetStoreError } from './fleet-store-error.js';
import { asStoreError } from './store-fault.js';

/** What a statement takes and gives. Nothing else may get there: libsql ends the process over a boolean. */
export type Value = string | number | Uint8Array | null;

/** One row, by the names of its columns. */
export type Row = Readonly<Record<string, Value>>;

/** A prepared statement. */
export interface Statement {
  /** Gives the first row. */
  one(...values: readonly Value[]): Row | undefined;
  /** Gives all rows; none with blobs. */
  all(...values: readonly Value[]): readonly Row[];
  /** Gives how many rows were changed. */
  run(...values: readonly Value[]): number;
}

/** A connection to an open database file. */
export interface Connection {
  readonly prepare: (sql: string) => Statement;
  /** For statements that give nothing. */
  readonly execute: (sql: string) => void;
  /** Does the work in one transaction: all of it is durable when this returns, and nothing was done when it throws. */
  readonly transaction: <Result>(work: () => Result) => Result;
  readonly isOpen: () => boolean;
  /** Lets go of the file. Everything else throws from then on. */
  readonly close: () => void;
}

/**
 * Gives every error of a connection as one of ours.
 *
 * @param database - open; belongs to the connection from now on
 * @param file - for messages
 */
export const connectionTo = (database: Libsql.Database, file: string): Connection => {
  let isOpen = true;
  const attempt = <Result>(work: () => Result): Result => {
    // A statement of libsql goes on reading after its database was closed.
    if (!isOpen)
      throw new FleetStoreError('ERR_STORE_CLOSED', `The fleet store ${file} was closed.`, {
        hint: 'Close it only after whatever uses it has ended.',
      });
    try {
      return work();
    } catch (error) {
      throw asStoreError(error, file);
    }
  };
  const execute = (sql: string): void => attempt(() => void database.exec(sql));
  const undo = (): void => {
    // Some failures have ended the transaction already, and nothing here is worth hiding the first error for.
    try {
      if (database.inTransaction) database.exec('ROLLBACK');
    } catch {
      return;
    }
  };

  return {
    prepare: (sql) => {
      const statement = attempt(() => database.prepare(sql));
      return {
        one: (...values) => attempt(() => statement.get(checked(values)) as Row | undefined),
        all: (...values) => attempt(() => statement.all(checked(values)) as Row[]),
        run: (...values) => attempt(() => statement.run(checked(values)).changes),
      };
    },
    execute,
    transaction: (work) => {
      if (database.inTransaction) undo(); // one that could not be undone before
      // Takes the lock for writing at once: what is read in here is still so when it is written.
      execute('BEGIN IMMEDIATE');
      try {
        const result = work();
        execute('COMMIT');
        return result;
      } catch (error) {
        undo();
        throw error;
      }
    },
    isOpen: () => isOpen,
    close: () => {
      isOpen = false;
      database.close();
    },
  };
};

/** Always as one list: libsql takes a single object for names and values. */
const checked = (values: readonly Value[]): readonly Value[] => {
  for (const value of values)
    if (typeof value !== 'string' && typeof value !== 'number' && value !== null && !(value instanceof Uint8Array))
      throw new TypeError(`a value of type ${typeof value} cannot be kept`);
  return values;
};
