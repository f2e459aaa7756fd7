import { margoIdentityOf, wirePath, type SpiffeId, type WireProfile } from '@margo-sdk/protocol';
import type { DeploymentId, Digest } from '@margo-sdk/spec-model';

/** What the manifest of a client says about where things are. */
export interface ManifestUrls {
  deployment(deploymentId: DeploymentId, digest: Digest): string;
  bundle(digest: Digest): string;
}

/** The paths of a client in its profile; before rc3 they name it (D-32). */
export const manifestUrls = (profile: WireProfile, client: SpiffeId): ManifestUrls => {
  const identity = margoIdentityOf(client);
  const clientId = identity?.role === 'client' ? identity.clientId : '';
  return {
    deployment: (deploymentId, digest) => wirePath('deployment', { clientId, deploymentId, digest }, profile),
    bundle: (digest) => wirePath('bundle', { clientId, digest }, profile),
  };
};
