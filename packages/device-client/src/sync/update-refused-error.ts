import { MargoError, type Digest, type MargoErrorOptions } from '@margo-sdk/spec-model';

/** Codes of {@link UpdateRefusedError}. */
export type UpdateRefusedCode =
  | 'ERR_MANIFEST_INVALID'
  | 'ERR_MANIFEST_VERSION_NOT_HIGHER'
  | 'ERR_MANIFEST_ETAG_MISMATCH'
  | 'ERR_BUNDLE_INVALID'
  | 'ERR_DEPLOYMENT_INVALID'
  | 'ERR_DEPLOYMENT_ID_MISMATCH'
  | 'ERR_UPDATE_TOO_LARGE'
  | 'ERR_TOO_MANY_DEPLOYMENTS';

/** A manifest that somebody offered although its version is not higher than the accepted one (DS-43). */
export interface OfferedManifest {
  readonly manifestVersion: bigint;
  /** Of its exact bytes. */
  readonly digest: Digest;
  /** The version that the device holds. */
  readonly acceptedVersion: bigint;
}

/**
 * A new desired state was refused as a whole; the device goes on with the one it has (DS-19). Nothing is to be done on
 * the device: the fleet manager has to publish a correct manifest with a higher version.
 */
export class UpdateRefusedError extends MargoError {
  override name = 'UpdateRefusedError';
  declare readonly code: UpdateRefusedCode;
  /** The deployment that was wrong; absent when it was the manifest. */
  readonly deploymentId?: string;
  /** What was offered; only with `ERR_MANIFEST_VERSION_NOT_HIGHER`. */
  readonly offered?: OfferedManifest;

  constructor(
    code: UpdateRefusedCode,
    message: string,
    {
      deploymentId,
      offered,
      ...options
    }: MargoErrorOptions & { readonly deploymentId?: string; readonly offered?: OfferedManifest } = {},
  ) {
    super(code, message, options);
    if (deploymentId !== undefined) this.deploymentId = deploymentId;
    if (offered !== undefined) this.offered = offered;
  }
}
