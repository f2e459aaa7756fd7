import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/**
 * Codes of {@link FleetStoreError}: the file is damaged; it belongs to something else or to a later version; others kept
 * it locked for too long; the store was closed; the package `libsql` is not there; or something could not be read or
 * written this time.
 */
export type FleetStoreErrorCode =
  | 'ERR_STORE_CORRUPT'
  | 'ERR_STORE_FOREIGN'
  | 'ERR_STORE_BUSY'
  | 'ERR_STORE_CLOSED'
  | 'ERR_STORE_FAILED'
  | 'ERR_SQLITE_MISSING';

/**
 * The memory of a fleet manager cannot be used. A store never begins anew by itself then: it would publish version 1
 * again, and every device would refuse what follows (M-26).
 */
export class FleetStoreError extends MargoError {
  override name = 'FleetStoreError';
  declare readonly code: FleetStoreErrorCode;

  constructor(code: FleetStoreErrorCode, message: string, options: MargoErrorOptions = {}) {
    super(code, message, options);
  }
}
