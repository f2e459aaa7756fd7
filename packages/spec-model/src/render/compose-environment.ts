import type { ApplicationDeployment } from '../application-deployment/schema.js';
import { MargoError } from '../errors.js';
import { PATTERNS } from '../identifiers/patterns.js';
import { defineMember } from './define-member.js';

/**
 * The environment that a deployment gives to one Compose component, for interpolation in its `compose.yaml`.
 * Lists are joined with commas.
 *
 * @throws MargoError `ERR_POINTER_INVALID` when a pointer is not the name of an environment variable
 */
export const renderComposeEnvironment = (
  deployment: ApplicationDeployment,
  component: string,
): Record<string, string> => {
  const environment: Record<string, string> = {};
  for (const [name, { value, targets }] of Object.entries(deployment.spec.parameters ?? {})) {
    for (const { pointer, components } of targets) {
      if (!components.includes(component)) continue;
      if (!PATTERNS.environmentVariable.test(pointer)) {
        throw new MargoError(
          'ERR_POINTER_INVALID',
          `The pointer ${JSON.stringify(pointer)} of ${name} is not the name of an environment variable.`,
        );
      }
      defineMember(environment, pointer, Array.isArray(value) ? value.join(',') : String(value));
    }
  }
  return environment;
};
