import type { ApplicationDeployment } from '../application-deployment/schema.js';
import { composeEnvironmentOf } from './compose-environment.js';
import { type HelmValues, helmValuesOf } from './helm-values.js';
import { parametersByComponent, type ReachingParameter } from './reaching.js';
import type { RenderOptions } from './typing.js';

/** What one component is given. */
export type RenderedComponent =
  | { readonly component: string; readonly kind: 'helm'; readonly values: HelmValues }
  | { readonly component: string; readonly kind: 'compose'; readonly environment: Readonly<Record<string, string>> }
  /** Pointers of a custom profile mean what its suppliers agreed on, so the parameters stay as they are. */
  | { readonly component: string; readonly kind: 'custom'; readonly parameters: readonly ReachingParameter[] };

/**
 * What a deployment gives to each of its components, in listed order: values for a Helm chart, the environment of a
 * Compose file, or the parameters of a custom component as they are.
 *
 * @throws MargoError `ERR_POINTER_INVALID`, `ERR_POINTER_CONFLICT`, `ERR_RENDER_LIMIT`
 *
 * @example
 * ```ts
 * import { parseApplicationDeployment, render } from '@margo-sdk/spec-model';
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
 *   parameters: { volume: { value: 3, targets: [{ pointer: sound.volume, components: [hello] }] } }
 * `);
 * console.log(render(deployment)); // [{ component: 'hello', kind: 'helm', values: { sound: { volume: 3 } } }]
 * ```
 */
export const render = (deployment: ApplicationDeployment, options: RenderOptions = {}): RenderedComponent[] => {
  const reaching = parametersByComponent(deployment);
  const { type, components } = deployment.spec.deploymentProfile;
  return components.map(({ name: component }): RenderedComponent => {
    const parameters = reaching.get(component) ?? [];
    switch (type) {
      case 'helm':
        return { component, kind: 'helm', values: helmValuesOf(parameters, options) };
      case 'compose':
        return { component, kind: 'compose', environment: composeEnvironmentOf(parameters) };
      default:
        return {
          component,
          kind: 'custom',
          parameters: parameters.map((parameter) => ({ ...parameter, value: structuredClone(parameter.value) })),
        };
    }
  });
};
