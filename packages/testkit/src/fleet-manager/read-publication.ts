import { parseStateManifest } from '@margo-sdk/spec-model';
import type { Bytes, Publication } from '../faults/fleet-manager/publication.js';
import { pathOf, type Wire } from '../faults/wire.js';

/** Asks for a path as a client would. */
type Get = (path: string) => Promise<Response>;

/** Fetches all that is published to a client, from the very handlers that serve it. */
export const readPublication = async (wire: Wire, get: Get): Promise<Publication> => {
  const manifest = parseStateManifest(await bodyOf(await get(pathOf(wire, 'stateManifest', {}))));
  const bundle =
    manifest.bundle && (await bodyOf(await get(pathOf(wire, 'bundle', { digest: manifest.bundle.digest }))));
  const deployments = await Promise.all(
    manifest.deployments.map(async ({ deploymentId, digest }) => ({
      deploymentId,
      digest,
      bytes: await bodyOf(await get(pathOf(wire, 'deployment', { deploymentId, digest }))),
    })),
  );
  return { wire, version: manifest.manifestVersion, deployments, bundle };
};

const bodyOf = async (response: Response): Promise<Bytes> => new Uint8Array(await response.arrayBuffer());
