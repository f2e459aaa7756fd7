import { type StateManifest, stringifyStateManifest as textOf } from '@margo-sdk/spec-model';

/**
 * Writes a state manifest as the bytes to store, to hash for its ETag and to serve; write them once and keep them.
 * The same manifest always gives the same bytes (DS-36), and its version is written in full (M-06).
 *
 * @param manifest - what the client shall run; `bundle` is `null` when there are no deployments (DS-09)
 * @throws DocumentError `ERR_DOCUMENT_INVALID`: a device would refuse this manifest, or read another one from it
 * @throws MargoError `ERR_VALUE_UNWRITABLE`: it holds something that no document can hold
 *
 * @example
 * ```ts
 * import { formatETag, sha256Digest, stringifyStateManifest } from '@margo-sdk/protocol';
 *
 * const bytes = stringifyStateManifest({ manifestVersion: 1n, bundle: null, deployments: [] });
 * console.log(formatETag(await sha256Digest(bytes)), new TextDecoder().decode(bytes));
 * ```
 */
export const stringifyStateManifest = (manifest: StateManifest): Uint8Array =>
  new TextEncoder().encode(textOf(manifest));
