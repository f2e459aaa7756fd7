import { sha256Digest } from '@margo-sdk/protocol';
import { DocumentError, MargoError, safeParseApplicationDeployment } from '@margo-sdk/spec-model';
import type { Artefact, PublishedDeployment } from '../store/fleet-store.js';

/** A document that may be published. */
export interface DeploymentDocument {
  readonly published: PublishedDeployment;
  readonly artefact: Artefact;
}

/**
 * Reads what a client shall run, in the order of the ids: the same desired state is the same manifest, however it was
 * put together (DS-36).
 *
 * @throws DocumentError `ERR_DOCUMENT_INVALID`
 * @throws MargoError `ERR_DEPLOYMENT_DUPLICATE`
 */
export const readDeployments = async (
  sources: readonly (Uint8Array | string)[],
): Promise<readonly DeploymentDocument[]> => {
  const documents = (await Promise.all(sources.map(readDeployment))).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const twice = documents.find((document, index) => {
    const next = documents[index + 1];
    return next !== undefined && keyOf(next) === keyOf(document);
  });
  if (twice !== undefined)
    throw new MargoError('ERR_DEPLOYMENT_DUPLICATE', `Two documents have the id ${twice.published.deploymentId}.`, {
      hint: 'A client runs each deployment once; give the other one an id of its own (DS-46).',
    });
  return documents;
};

const readDeployment = async (source: Uint8Array | string, index: number): Promise<DeploymentDocument> => {
  // A copy: what has a digest must not change any more.
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : Uint8Array.from(source);
  const read = safeParseApplicationDeployment(bytes);
  if (!read.ok) throw new DocumentError(`ApplicationDeployment (number ${index + 1})`, read.issues);
  const { id: deploymentId, metadata } = read.value;
  const digest = await sha256Digest(bytes);
  return {
    published: { deploymentId, digest, deviceId: metadata.deviceId },
    artefact: { kind: 'deployment', deploymentId, digest, bytes },
  };
};

/** UUIDs compare without case (RFC 9562 §4). */
const keyOf = ({ published }: DeploymentDocument): string => published.deploymentId.toLowerCase();
