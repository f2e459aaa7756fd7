import type { WireProfile } from '../profiles/index.js';

/** Lets the caller end a call; it then throws `ERR_ABORTED`. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Answer to a poll: the manifest as the exact bytes that came, with the ETag as it came, or nothing new. */
export type StateManifestAnswer =
  { readonly status: 'unchanged' } | { readonly status: 'changed'; readonly bytes: Uint8Array; readonly etag?: string };

/** Whether the fleet manager knew the resource before; any success other than 201 counts as `updated`. */
export type WriteOutcome = 'created' | 'updated';

/**
 * The device's half of the workload-management interface, one method an operation. Each makes one attempt, unless it is
 * `retrying`, and throws `ProblemError` (the server refused), `TransportError` (no complete answer),
 * `UnexpectedResponseError` (an answer outside the contract), `ERR_PATH_PARAMETER_INVALID`, or the SDK error that `fetch`
 * threw. Digests are for the caller to verify (DS-18).
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
  /** Says what a device can do; `body` is a capabilities manifest as JSON text, sent as it is. */
  putCapabilities(options: CallOptions & { readonly deviceId: string; readonly body: string }): Promise<WriteOutcome>;
  /** Takes a device away. */
  deleteCapabilities(options: CallOptions & { readonly deviceId: string }): Promise<void>;
  /** Reports on a deployment; `body` is a status manifest as JSON text, sent as it is. */
  postDeploymentStatus(
    options: CallOptions & { readonly deploymentId: string; readonly body: string },
  ): Promise<WriteOutcome>;
}
