import { FleetStoreError, type FleetStoreErrorCode } from './fleet-store-error.js';

interface Fault {
  readonly code: FleetStoreErrorCode;
  readonly what: string;
  readonly hint: string;
}

/** By the beginning of what SQLite calls them. */
const FAULTS: readonly (readonly [string, Fault])[] = [
  ['SQLITE_NOTADB', { code: 'ERR_STORE_CORRUPT', what: 'is no database', hint: 'Restore the file from a backup.' }],
  ['SQLITE_CORRUPT', { code: 'ERR_STORE_CORRUPT', what: 'is damaged', hint: 'Restore the file from a backup.' }],
  [
    'SQLITE_BUSY',
    {
      code: 'ERR_STORE_BUSY',
      what: 'was kept locked by others for too long',
      hint: 'Try again, or end the process that holds a transaction open.',
    },
  ],
  [
    'SQLITE_FULL',
    { code: 'ERR_STORE_FAILED', what: 'has no space left', hint: 'Make room on the disk and try again.' },
  ],
  [
    'SQLITE_READONLY',
    { code: 'ERR_STORE_FAILED', what: 'may not be written', hint: 'Give the process the right to write the file.' },
  ],
];

const OTHER: Fault = {
  code: 'ERR_STORE_FAILED',
  what: 'could not be read or written',
  hint: 'The cause says what the database or the system objects to.',
};

/** Says in our words what the database says in its own, which stay with it as the cause. */
export const asStoreError = (error: unknown, file: string): FleetStoreError => {
  if (error instanceof FleetStoreError) return error;
  const name = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const { code, what, hint } = FAULTS.find(([beginning]) => name.startsWith(beginning))?.[1] ?? OTHER;
  return new FleetStoreError(code, `The fleet store ${file} ${what}.`, { cause: error, hint });
};
