import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/** Codes of {@link BundleError}. */
export type BundleErrorCode =
  /** It is no gzip stream of one member, or it is damaged or cut off. */
  | 'ERR_BUNDLE_COMPRESSION_INVALID'
  /** What was compressed is no complete tar archive. */
  | 'ERR_BUNDLE_ARCHIVE_INVALID'
  /** An entry is something else than a regular file at the root. */
  | 'ERR_BUNDLE_ENTRY_REFUSED'
  /** Two entries have the same name or the same content. */
  | 'ERR_BUNDLE_DUPLICATE'
  /** It is larger than the limits allow. */
  | 'ERR_BUNDLE_TOO_LARGE'
  /** An entry is none of the deployments that the manifest names. */
  | 'ERR_BUNDLE_ENTRY_UNKNOWN'
  /** A deployment that the manifest names is not in it. */
  | 'ERR_BUNDLE_ENTRY_MISSING';

/**
 * A bundle is not what its manifest promised; nothing of it may be used (DS-19). Trying the same bytes again does not
 * help: the fleet manager has to publish a correct bundle.
 */
export class BundleError extends MargoError {
  override name = 'BundleError';
  declare readonly code: BundleErrorCode;
  readonly retryable = false;

  constructor(code: BundleErrorCode, message: string, options: MargoErrorOptions = {}) {
    super(code, message, {
      hint: 'Keep what is installed; the fleet manager has to publish a correct bundle.',
      ...options,
    });
  }
}
