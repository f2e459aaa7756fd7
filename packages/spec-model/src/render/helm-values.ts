import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import { createHelmTree } from './helm-tree.js';
import { parametersByComponent, type ReachingParameter } from './reaching.js';
import { type RenderOptions, typedAs } from './typing.js';

/** Values for one Helm chart, nested as in `values.yaml`. */
export type HelmValues = { [key: string]: HelmValue };
/** One value for a Helm chart. */
export type HelmValue = ParameterValue | null | HelmValues | HelmValue[];

/** Nests what reaches a component. */
export const helmValuesOf = (
  reaching: readonly ReachingParameter[],
  { typing = 'typed' }: RenderOptions = {},
): HelmValues => {
  const tree = createHelmTree();
  for (const { name, value, pointers } of reaching) {
    const leaf = { kind: 'value', parameter: name, value: typedAs(typing, value) } as const;
    for (const pointer of pointers) tree.write(pointer, leaf);
  }
  return tree.values();
};

/**
 * The values that a deployment gives to one Helm component (A-06: typed values, not `--set` text).
 *
 * @param component - name of the component
 * @returns values as in `values.yaml`, for the caller to change as they like; empty when nothing reaches the component
 * @throws MargoError `ERR_POINTER_INVALID` when a pointer is not a path, or when the pointers leave more than 1024 list
 *   elements empty; `ERR_POINTER_CONFLICT` when two parameters write the same place or through each other;
 *   `ERR_RENDER_LIMIT` when the values come to more than 16 MiB
 *
 * @example
 * ```ts
 * import { parseApplicationDeployment, renderHelmValues } from '@margo-sdk/spec-model';
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
 *   parameters: { greeting: { value: Hi, targets: [{ pointer: 'texts[0].greeting', components: [hello] }] } }
 * `);
 * console.log(renderHelmValues(deployment, 'hello')); // { texts: [ { greeting: 'Hi' } ] }
 * ```
 */
export const renderHelmValues = (
  deployment: ApplicationDeployment,
  component: string,
  options?: RenderOptions,
): HelmValues => helmValuesOf(parametersByComponent(deployment).get(component) ?? [], options);
