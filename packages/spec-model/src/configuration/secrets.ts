import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';

/** What stands where a secret would. */
export const SECRET_MARK = '(secret)';

/**
 * A value for logs and screens.
 *
 * @param parameter - name of the parameter that has the value
 * @param secrets - names of the parameters whose values are secret
 * @returns the value, or `(secret)`
 *
 * @example
 * ```ts
 * import { maskValue } from '@margo-sdk/spec-model';
 *
 * console.log(maskValue('password', 'hunter2', new Set(['password']))); // (secret)
 * ```
 */
export const maskValue = (parameter: string, value: ParameterValue, secrets: ReadonlySet<string>): ParameterValue =>
  secrets.has(parameter) ? SECRET_MARK : value;

/**
 * A copy of a deployment for logs and screens: secret values are replaced by `(secret)`. It has another digest and is
 * not for publishing.
 *
 * @param secrets - names of the parameters whose values are secret, for example those of `resolveValues`
 *
 * @example
 * ```ts
 * import { parseApplicationDeployment, redactDeployment } from '@margo-sdk/spec-model';
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
 *   parameters: { password: { value: hunter2, targets: [{ pointer: password, components: [hello] }] } }
 * `);
 * const shown = redactDeployment(deployment, new Set(['password']));
 * console.log(shown.spec.parameters?.['password']?.value); // (secret)
 * ```
 */
export const redactDeployment = (
  deployment: ApplicationDeployment,
  secrets: ReadonlySet<string>,
): ApplicationDeployment => {
  const copy = structuredClone(deployment);
  for (const [name, parameter] of Object.entries(copy.spec.parameters ?? {})) {
    parameter.value = maskValue(name, parameter.value, secrets);
  }
  return copy;
};
