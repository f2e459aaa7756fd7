import { stringifyJson, type ApplicationDeployment } from '@margo-sdk/spec-model';
import type { FailureReason } from '@margo-sdk/state-machine';

/** Code of the refusal of an update that changes what is fixed once it was installed (L-21). */
export const IMMUTABLE_PARAMETER_CHANGED = 'IMMUTABLE_PARAMETER_CHANGED';

/** Most names that the refusal lists. */
const MOST_NAMED = 10;

const valueOf = ({ spec: { parameters = {} } }: ApplicationDeployment, name: string): string | undefined => {
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  return parameter && stringifyJson(parameter.value);
};

/**
 * Why an update must not be applied to what was installed: a parameter that is fixed has another value, or none (L-21).
 * One that the installed revision did not have may come. Values are never said.
 *
 * @param names - of the parameters that are fixed
 */
export const checkImmutable = (
  names: readonly string[],
  installed: ApplicationDeployment,
  wanted: ApplicationDeployment,
): FailureReason | undefined => {
  const changed = [...new Set(names)].filter((name) => {
    const before = valueOf(installed, name);
    return before !== undefined && before !== valueOf(wanted, name);
  });
  if (changed.length === 0) return undefined;
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : '';
  return {
    code: IMMUTABLE_PARAMETER_CHANGED,
    message: `What was installed may not change: ${changed.slice(0, MOST_NAMED).join(', ')}${more}.`.slice(0, 1000),
  };
};
