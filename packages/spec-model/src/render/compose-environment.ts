import type { ApplicationDeployment } from '../application-deployment/schema.js';
import { MargoError } from '../errors.js';
import { PATTERNS } from '../identifiers/patterns.js';
import { quoted } from '../reading/wording.js';
import { defineMember } from './define-member.js';
import { pointerConflict } from './pointer-conflict.js';
import { parametersByComponent, type ReachingParameter } from './reaching.js';

/** Text for each variable that reaches a component. */
export const composeEnvironmentOf = (reaching: readonly ReachingParameter[]): Record<string, string> => {
  const environment: Record<string, string> = {};
  const writers = new Map<string, string>();
  for (const { name, value, pointers } of reaching) {
    for (const pointer of pointers) {
      if (!PATTERNS.environmentVariable.test(pointer)) throw notAVariable(pointer, name);
      const other = writers.get(pointer);
      if (other !== undefined) throw pointerConflict(pointer, name, other);
      writers.set(pointer, name);
      //
      defineMember(environment, pointer, Array.isArray(value) ? value.join(',') : String(value));
    }
  }
  return environment;
};

const notAVariable = (pointer: string, parameter: string): MargoError =>
  new MargoError(
    'ERR_POINTER_INVALID',
    `The pointer ${quoted(pointer)} of ${parameter} is not the name of an environment variable.`,
    {
      hint: pointer.startsWith('ENV.')
        ? 'Leave out ENV., which older revisions wrote before the name.'
        : 'Use letters, digits and underscores, and no digit at the start.',
    },
  );

/**
 * The environment that a deployment gives to one Compose component, for interpolation in its `compose.yaml`.
 * Lists are joined with commas.
 *
 * @param component - name of the component
 * @returns text by name of the variable; empty when nothing reaches the component
 * @throws MargoError `ERR_POINTER_INVALID` when a pointer is not the name of an environment variable;
 *   `ERR_POINTER_CONFLICT` when two parameters write the same variable; `ERR_RENDER_LIMIT` when the values come to more
 *   than 16 MiB
 *
 * @example
 * ```ts
 * import { parseApplicationDeployment, renderComposeEnvironment } from '@margo-sdk/spec-model';
 *
 * const deployment = parseApplicationDeployment(`
 * id: a3e2f5dc-912e-494f-8395-52cf3769bc06
 * metadata: { name: hello, namespace: hello, deviceId: edge-1 }
 * spec:
 *   applicationId: com-example-hello
 *   deploymentProfile:
 *     type: compose
 *     components:
 *       - { name: hello, properties: { repository: oci://registry.example.com/hello, revision: 1.0.0 } }
 *   parameters: { hosts: { value: [a, b], targets: [{ pointer: HOSTS, components: [hello] }] } }
 * `);
 * console.log(renderComposeEnvironment(deployment, 'hello')); // { HOSTS: 'a,b' }
 * ```
 */
export const renderComposeEnvironment = (
  deployment: ApplicationDeployment,
  component: string,
): Record<string, string> => composeEnvironmentOf(parametersByComponent(deployment).get(component) ?? []);
