import { parseStateManifest, stringifyJson, type StateManifest } from '@margo-sdk/spec-model';

/**
 * Writes a state manifest as the bytes to store, to hash for its ETag and to serve; write them once and keep them.
 * The same manifest always gives the same bytes (DS-36), and its version is written in full (M-06).
 *
 * @param manifest - what the client shall run; `bundle` is `null` when there are no deployments (DS-09)
 * @throws DocumentError `ERR_DOCUMENT_INVALID`: a device would refuse this manifest
 *
 * @example
 * ```ts
 * import { formatETag, sha256Digest, stringifyStateManifest } from '@margo-sdk/protocol';
 *
 * const bytes = stringifyStateManifest({ manifestVersion: 1n, bundle: null, deployments: [] });
 * console.log(formatETag(await sha256Digest(bytes)), new TextDecoder().decode(bytes));
 * ```
 */
export const stringifyStateManifest = (manifest: StateManifest): Uint8Array => {
  const bytes = new TextEncoder().encode(stringifyJson(manifest));
  // Devices read what is written here, so their reader is the judge.
  parseStateManifest(bytes);
  return bytes;
};
