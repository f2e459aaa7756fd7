import {
  componentFacts,
  deviceOfTarget,
  parseTimeout,
  type ApplicationDeployment,
  type Digest,
} from '@margo-sdk/spec-model';
import { sha256Digest } from '@margo-sdk/protocol';
import type { ComponentSpec, Fingerprint, Revision } from '@margo-sdk/state-machine';

const hash = (text: string): Promise<string> => sha256Digest(new TextEncoder().encode(text));

/**
 * Computes what tells each component of a deployment from other revisions of itself (L-09). Hashed, because parameters
 * may be secrets and fingerprints are stored and shown.
 *
 * @returns fingerprint by name of the component, in listed order
 * @throws MargoError `ERR_POINTER_INVALID`: a parameter points nowhere
 */
export const fingerprintsOf = async (deployment: ApplicationDeployment): Promise<ReadonlyMap<string, Fingerprint>> => {
  const fingerprints = new Map<string, Fingerprint>();
  for (const { name, placement, artifact, configuration } of componentFacts(deployment)) {
    fingerprints.set(name, {
      placement: await hash(placement),
      artifact: await hash(artifact),
      configuration: await hash(configuration),
    });
  }
  return fingerprints;
};

type Properties = ApplicationDeployment['spec']['deploymentProfile']['components'][number]['properties'];

/** Waiting is the default. A timeout of zero leaves no time, as it says (AD-23), but the clock needs one. */
const conditionsOf = ({ wait, timeout }: Properties): Pick<ComponentSpec, 'wait' | 'timeoutMs'> => ({
  ...(wait === false ? { wait } : {}),
  ...(timeout === undefined
    ? {}
    : { timeoutMs: Math.max(1, Math.min(parseTimeout(timeout) * 1000, Number.MAX_SAFE_INTEGER)) }),
});

/**
 * Reduces a deployment document to what its lifecycle depends on.
 *
 * @param deployment - the document, read and checked
 * @param digest - of its exact bytes
 * @param manifestVersion - of the accepted manifest that holds this digest
 * @throws MargoError `ERR_POINTER_INVALID`: a parameter points nowhere; `ERR_TIMEOUT_INVALID`: a timeout is longer than
 *   can be counted
 *
 * @example
 * ```ts
 * import { sha256Digest } from '@margo-sdk/protocol';
 * import { parseApplicationDeployment } from '@margo-sdk/spec-model';
 * import { revisionOf } from '@margo-sdk/device-client';
 *
 * const text = `
 * id: ad9b614e-8912-45f4-a523-372358765def
 * metadata: { name: line-1, namespace: default, deviceId: device-1 }
 * spec:
 *   applicationId: com-example-line
 *   deploymentProfile:
 *     type: helm
 *     components:
 *       - { name: broker, properties: { repository: oci://registry.example.com/broker, revision: 1.0.0 } }
 * `;
 * const digest = await sha256Digest(new TextEncoder().encode(text));
 * console.log(await revisionOf(parseApplicationDeployment(text), digest, 1n));
 * ```
 */
export const revisionOf = async (
  deployment: ApplicationDeployment,
  digest: Digest,
  manifestVersion: bigint,
): Promise<Revision> => {
  const fingerprints = await fingerprintsOf(deployment);
  const { components } = deployment.spec.deploymentProfile;
  const conditions = new Map(components.map(({ name, properties }) => [name, conditionsOf(properties)]));
  return {
    digest,
    manifestVersion,
    name: deployment.metadata.name,
    deviceId: deviceOfTarget(deployment.metadata.deviceId),
    components: [...fingerprints].map(([name, fingerprint]) => ({ name, fingerprint, ...conditions.get(name) })),
  };
};
