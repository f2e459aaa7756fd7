import { formatETag, parseETag, type ProfileFacts } from '@margo-sdk/protocol';
import type { Digest, StateManifest } from '@margo-sdk/spec-model';
import type { DeviceState } from '../store/device-state.js';
import { UpdateRefusedError } from './update-refused-error.js';

/** A manifest that came, after it was read. */
export interface ReceivedManifest {
  readonly manifest: StateManifest;
  /** Of the exact bytes of the body. */
  readonly digest: Digest;
  /** The `ETag` header as it came. */
  readonly etag?: string | undefined;
}

/** What is to be done with a manifest; `etag` is what the next poll sends. */
export type Verdict =
  | { readonly verdict: 'accepted'; readonly etag: string }
  | { readonly verdict: 'unchanged'; readonly etag: string }
  | { readonly verdict: 'refused'; readonly error: UpdateRefusedError };

/** What {@link judgeManifest} goes by. */
export interface JudgeManifestOptions {
  /** The same version is an offence whatever it wants. Default: false. */
  readonly strictVersions?: boolean;
  /** `opaque`: the ETag says nothing about the body, and is sent back as it came. Default: `digest`. */
  readonly manifestETag?: ProfileFacts['manifestETag'];
}

/**
 * Decides whether a manifest may replace the accepted one. Pure.
 *
 * Its ETag has to be the digest of its body (DS-34; without one the digest is computed, M-22) and its version higher
 * than the accepted one (DS-42). The same version is no offence if it wants the same: it may have been written anew
 * (M-15). The first manifest that a device meets may have any version (M-27).
 */
export const judgeManifest = (
  { manifest: accepted, deployments }: DeviceState,
  { manifest, digest, etag: header }: ReceivedManifest,
  { strictVersions = false, manifestETag = 'digest' }: JudgeManifestOptions = {},
): Verdict => {
  const etag = manifestETag === 'opaque' && header !== undefined ? header : formatETag(digest);
  // A proxy that compresses makes an ETag weak; what it names is the same (M-21).
  if (manifestETag === 'digest' && header !== undefined && parseETag(header)?.value !== digest) {
    return refused(
      'ERR_MANIFEST_ETAG_MISMATCH',
      `Expected ETag ${etag}, got ${JSON.stringify(header.slice(0, 100))}.`,
      'The device keeps its desired state. The fleet manager names other bytes than it sent, or a proxy changed them.',
    );
  }
  const { manifestVersion } = manifest;
  if (accepted === null || manifestVersion > accepted.version) return { verdict: 'accepted', etag };
  const isEqual = manifestVersion === accepted.version;
  const isSame = isEqual && wantsTheSame(deployments, manifest);
  if (isSame && !strictVersions) return { verdict: 'unchanged', etag };
  return refused(
    'ERR_MANIFEST_VERSION_NOT_HIGHER',
    `Expected a manifest with a version above ${accepted.version}, got ${manifestVersion}` +
      (isEqual && !isSame ? ' with other deployments.' : '.'),
    'The device keeps its desired state; the fleet manager has to publish one with a higher version.',
    { manifestVersion, digest, acceptedVersion: accepted.version },
  );
};

const wantsTheSame = (records: DeviceState['deployments'], { deployments }: StateManifest): boolean => {
  const wanted = new Map<string, Digest>();
  for (const { accepted, lifecycle } of Object.values(records))
    if (accepted.digest !== null) wanted.set(lifecycle.deploymentId, accepted.digest);
  return (
    wanted.size === deployments.length &&
    deployments.every(({ deploymentId, digest }) => wanted.get(deploymentId) === digest)
  );
};

const refused = (
  code: 'ERR_MANIFEST_ETAG_MISMATCH' | 'ERR_MANIFEST_VERSION_NOT_HIGHER',
  message: string,
  hint: string,
  offered?: UpdateRefusedError['offered'],
): Verdict => ({
  verdict: 'refused',
  error: new UpdateRefusedError(code, message, { hint, ...(offered && { offered }) }),
});
