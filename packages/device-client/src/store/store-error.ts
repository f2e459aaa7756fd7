import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/**
 * Codes of {@link StoreError}: the state was damaged; it was written by something else or by a later version; a document
 * that is wanted is missing or was damaged, and is fetched again; a document is larger than the store may keep; or
 * something could not be read or written this time.
 */
export type StoreErrorCode =
  'ERR_STATE_CORRUPT' | 'ERR_STATE_FOREIGN' | 'ERR_DOCUMENT_LOST' | 'ERR_DOCUMENT_TOO_LARGE' | 'ERR_STORE_FAILED';

/**
 * The memory of the device cannot be used. A device never begins anew by itself then: it would forget which manifest
 * it accepted last, and an old one could be played back to it (DS-20).
 */
export class StoreError extends MargoError {
  override name = 'StoreError';
  declare readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options: MargoErrorOptions = {}) {
    super(code, message, options);
  }
}
