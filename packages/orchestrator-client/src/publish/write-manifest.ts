import { sha256Digest, stringifyStateManifest, wirePath, writeBundle } from '@margo-sdk/protocol';
import { MEDIA_TYPES, type BundleReference, type Digest } from '@margo-sdk/spec-model';
import type { Artefact, PublishedDeployment } from '../store/fleet-store.js';

/** Adds the archive of all deployments; of none there must not be one (DS-09, DS-10). */
export const withBundle = async (deployments: readonly Artefact[]): Promise<readonly Artefact[]> => {
  if (deployments.length === 0) return [];
  const bytes = await writeBundle(deployments.map(({ deploymentId = '', bytes }) => ({ deploymentId, bytes })));
  return [...deployments, { kind: 'bundle', digest: await sha256Digest(bytes), bytes }];
};

/**
 * Writes a manifest and says where its artefacts are.
 *
 * @param artefacts - the bytes of every deployment, and of the bundle if there are deployments
 */
export const writeManifest = async (
  manifestVersion: bigint,
  deployments: readonly PublishedDeployment[],
  artefacts: readonly Artefact[],
): Promise<Artefact> => {
  const sizes = new Map<Digest, number>(artefacts.map(({ digest, bytes }) => [digest, bytes.byteLength]));
  const bundle = artefacts.find(({ kind }) => kind === 'bundle');
  const bytes = stringifyStateManifest({
    manifestVersion,
    bundle: bundle ? referToBundle(bundle) : null,
    deployments: deployments.map(({ deploymentId, digest }) => ({
      deploymentId,
      digest,
      sizeBytes: sizes.get(digest),
      url: wirePath('deployment', { deploymentId, digest }),
    })),
  });
  return { kind: 'manifest', digest: await sha256Digest(bytes), bytes };
};

const referToBundle = ({ digest, bytes }: Artefact): BundleReference => ({
  mediaType: MEDIA_TYPES.bundle,
  digest,
  sizeBytes: bytes.byteLength,
  url: wirePath('bundle', { digest }),
});
