import type { WireProfile } from '../profiles/index.js';

/** Lets the caller end a call; it then throws `ERR_ABORTED`. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Answer to a poll: the manifest as the exact bytes that came, with the ETag as it came, or nothing new. */
export type StateManifestAnswer =
  { readonly status: 'unchanged' } | { readonly status: 'changed'; readonly bytes: Uint8Array; readonly etag?: string };

/**
 * Whether the fleet manager knew the resource before; any success other than 201 counts as `updated`. In the older
 * profiles one status stands for both, so there it says nothing.
 */
export type WriteOutcome = 'created' | 'updated';

/**
 * The device's half of the workload-management interface, one method an operation. Each makes one attempt, unless it is
 * `retrying`, and throws `ProblemError` (the server refused), `TransportError` (no complete answer),
 * `UnexpectedResponseError` (an answer outside the contract), `ERR_PATH_PARAMETER_INVALID`, or the SDK error that `fetch`
 * threw. Digests are for the caller to verify (DS-18).
 *
 * Bodies are documents of 1.0.0-rc.3 whatever profile is spoken; a profile that has other documents gets them converted,
 * or `ERR_DOCUMENT_UNCONVERTIBLE` is thrown. Everything that is read is handed on in the bytes that came, in the form of
 * the profile. What a profile has no operation for throws `ERR_OPERATION_UNSUPPORTED`.
 */
export interface WorkloadManagementClient {
  /** The profile that it speaks: what documents look like, and what of the interface there is. Default: `rc3`. */
  readonly profile?: WireProfile | undefined;
  /** Polls for the desired state. Give `ifNoneMatch` the ETag of the manifest that is held, with its quotes (DS-39). */
  getStateManifest(options?: CallOptions & { readonly ifNoneMatch?: string | undefined }): Promise<StateManifestAnswer>;
  /** Fetches the bytes of one deployment. */
  getDeployment(options: CallOptions & { readonly deploymentId: string; readonly digest: string }): Promise<Uint8Array>;
  /** Fetches the bytes of a bundle, still compressed. */
  getBundle(options: CallOptions & { readonly digest: string }): Promise<Uint8Array>;
  /** Says what a device can do; `body` is a capabilities manifest as JSON text, sent as it is in `rc3`. */
  putCapabilities(options: CallOptions & { readonly deviceId: string; readonly body: string }): Promise<WriteOutcome>;
  /** Takes a device away. */
  deleteCapabilities(options: CallOptions & { readonly deviceId: string }): Promise<void>;
  /** Reports on a deployment; `body` is a status manifest as JSON text, sent as it is in `rc3`. */
  postDeploymentStatus(
    options: CallOptions & { readonly deploymentId: string; readonly body: string },
  ): Promise<WriteOutcome>;
}
