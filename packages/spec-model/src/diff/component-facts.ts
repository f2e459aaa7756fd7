import type { ApplicationDeployment } from '../application-deployment/schema.js';
import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import { composeEnvironmentOf } from '../render/compose-environment.js';
import { helmValuesOf } from '../render/helm-values.js';
import { parametersByComponent, type ReachingParameter } from '../render/reaching.js';

/**
 * What makes one component what it is, in three texts that are equal exactly when nothing of their kind changed (L-09).
 * They may hold secrets: hash them before they are stored or shown.
 */
export interface ComponentFacts {
  readonly name: string;
  /** Where it runs: profile type, namespace and device. A change means remove and install. */
  readonly placement: string;
  /** What runs: repository and revision. A change means upgrade. */
  readonly artifact: string;
  /** How it is set: the parameters that reach it, rendered. A change means reconfigure. */
  readonly configuration: string;
}

/**
 * The facts of each component of a deployment, in listed order.
 *
 * @throws MargoError `ERR_POINTER_INVALID`, `ERR_POINTER_CONFLICT`, `ERR_RENDER_LIMIT`: the parameters cannot be rendered
 *
 * @example
 * ```ts
 * import { componentFacts, parseApplicationDeployment } from '@margo-sdk/spec-model';
 *
 * const deployment = parseApplicationDeployment(`
 * id: a3e2f5dc-912e-494f-8395-52cf3769bc06
 * metadata: { name: hello, namespace: hello, deviceId: edge-1 }
 * spec:
 *   applicationId: com-example-hello
 *   deploymentProfile:
 *     type: helm
 *     components:
 *       - { name: hello, properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 } }
 * `);
 * console.log(componentFacts(deployment)[0]?.configuration); // {}
 * ```
 */
export const componentFacts = (deployment: ApplicationDeployment): ComponentFacts[] => {
  const { metadata, spec } = deployment;
  const { type, components } = spec.deploymentProfile;
  const placement = stringifyJson({ type, namespace: metadata.namespace, deviceId: metadata.deviceId });
  const reaching = parametersByComponent(deployment);
  return components.map(({ name, properties: { repository, revision } }) => ({
    name,
    placement,
    artifact: stringifyJson({ repository, revision }),
    configuration: stringifyJson(configurationOf(type, reaching.get(name) ?? [])),
  }));
};

const configurationOf = (type: string, reaching: readonly ReachingParameter[]): JsonValue => {
  if (type === 'helm') return helmValuesOf(reaching);
  if (type === 'compose') return composeEnvironmentOf(reaching);
  // A custom profile gives pointers their own meaning, so they are compared as they stand; a mapping has no order.
  return [...reaching]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value, pointers }) => ({ name, value, pointers: [...pointers].sort() }));
};
