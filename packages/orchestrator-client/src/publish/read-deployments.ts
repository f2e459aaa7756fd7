import { sha256Digest } from '@margo-sdk/protocol';
import { DocumentError, MargoError, refusedByWriters, safeParseApplicationDeployment } from '@margo-sdk/spec-model';
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
  const kind = `ApplicationDeployment (number ${index + 1})`;
  const bytes = bytesOf(source, kind);
  const read = safeParseApplicationDeployment(bytes);
  if (!read.ok) throw new DocumentError(kind, read.issues);
  const refused = refusedByWriters(read.issues);
  if (refused.length > 0) throw new DocumentError(kind, refused);
  const { id: deploymentId, metadata, spec } = read.value;
  const components = spec.deploymentProfile.components.map(({ name }) => name);
  const digest = await sha256Digest(bytes);
  return {
    published: { deploymentId, digest, deviceId: metadata.deviceId, components },
    artefact: { kind: 'deployment', deploymentId, digest, bytes },
  };
};

/** A copy: what has a digest must not change any more. */
const bytesOf = (source: Uint8Array | string, kind: string): Uint8Array => {
  if (typeof source === 'string') return new TextEncoder().encode(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
  const message = `Expected YAML text or the UTF-8 bytes of it, got a value of type ${typeof source}.`;
  const hint = 'Write the document with stringifyApplicationDeployment first.';
  throw new DocumentError(kind, [{ rule: 'AX-00', severity: 'error', path: [], message, hint }]);
};

/** UUIDs compare without case (RFC 9562 §4). */
const keyOf = ({ published }: DeploymentDocument): string => published.deploymentId.toLowerCase();
