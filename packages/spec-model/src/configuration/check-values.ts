import type { ApplicationDescription } from '../application-description/schema.js';
import type { Issue } from '../issue.js';
import { type CheckValuesOptions, judgeSettings } from './judge-settings.js';
import type { Values } from './values.js';

/**
 * Holds chosen values to the configuration of an application, and tells everything that is wrong with them at once:
 * names that it does not have (AX-06), what is no value at all (PM-04), limits (CF-12), changes of what is fixed
 * (CF-13), what is missing (CF-14), and decimal places that cannot be told (CF-15). Defaults fill what was not chosen
 * and are judged alike.
 *
 * @param values - by name of the parameter; `null` leaves a value empty
 * @returns issues with the path `['values', name]`; no message repeats a value, because it may be a secret
 * @throws MargoError `ERR_PROFILE_UNKNOWN`
 *
 * @example
 * ```ts
 * import { checkValues, parseApplicationDescription } from '@margo-sdk/spec-model';
 *
 * const description = parseApplicationDescription(`
 * apiVersion: v1
 * id: com-example-hello
 * metadata: { name: Hello, version: 1.0.0, catalog: { organization: [{ name: Example }] } }
 * deploymentProfiles:
 *   - type: helm
 *     id: helm
 *     components:
 *       - name: hello
 *         properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0 }
 * parameters:
 *   volume: { value: 3, targets: [{ pointer: volume, components: [hello] }] }
 * configuration:
 *   sections: [{ name: Sound, settings: [{ parameter: volume, name: Volume, schema: percent }] }]
 *   schema: [{ name: percent, dataType: integer, maxValue: 100 }]
 * `);
 * for (const { rule, message } of checkValues(description, { volume: 300, colour: 'red' })) console.log(rule, message);
 * ```
 */
export const checkValues = (
  description: ApplicationDescription,
  values: Values,
  options: CheckValuesOptions = {},
): Issue[] => {
  const { settings, others } = judgeSettings(description, values, options);
  // A parameter can have several settings, and break the same limit in each.
  const distinct = new Map<string, Issue>();
  for (const issue of [...others, ...settings.flatMap(({ issues }) => issues)]) {
    distinct.set(`${issue.rule} ${issue.message}`, issue);
  }
  return [...distinct.values()];
};
