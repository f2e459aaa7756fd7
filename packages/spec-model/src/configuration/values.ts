import type { ApplicationDeployment } from '../application-deployment/schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import type { Parameter } from './settings.js';

/**
 * Chosen values by name of the parameter. `null` means that a person left the field empty: no default takes its place.
 */
export type Values = Readonly<Record<string, ParameterValue | null | undefined>>;

/** An own member: names are somebody else's, and every object inherits some. */
export const own = <T>(members: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;

/** Where a value can come from. */
export interface ValueSources {
  readonly values: Values;
  readonly previous: ApplicationDeployment | undefined;
  /** Parameters whose value is fixed once they are installed. */
  readonly immutable: ReadonlySet<string>;
}

/**
 * The value that a parameter gets: the chosen one; else, if it may not change any more, the one that it has; else the
 * default. `null` when it was left empty on purpose.
 */
export const valueOf = (
  name: string,
  { value }: Parameter,
  { values, previous, immutable }: ValueSources,
): ParameterValue | null | undefined => {
  const chosen = own(values, name);
  if (chosen !== undefined) return chosen;
  return (immutable.has(name) ? own(previous?.spec.parameters, name)?.value : undefined) ?? value;
};

/** Whether two values say the same. Other fleet managers write every value as text, so `30` is `"30"`. */
export const saysTheSame = (a: ParameterValue | null | undefined, b: ParameterValue | null | undefined): boolean => {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    const texts = b.map(String);
    return a.length === b.length && a.map(String).every((text, index) => text === texts[index]);
  }
  return Array.isArray(a) === Array.isArray(b) && String(a ?? '') === String(b ?? '');
};

/**
 * The values that a deployment has, to start from when it is updated: `createDeployment` takes what is chosen and
 * nothing else, so whoever wants the earlier choices to stay says so.
 *
 * @returns values by name of the parameter
 *
 * @example
 * ```ts
 * import { deploymentValues, parseApplicationDeployment } from '@margo-sdk/spec-model';
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
 *   parameters: { greeting: { value: Hi, targets: [{ pointer: text, components: [hello] }] } }
 * `);
 * console.log({ ...deploymentValues(deployment), volume: 3 }); // { greeting: 'Hi', volume: 3 }
 * ```
 */
export const deploymentValues = ({ spec }: ApplicationDeployment): Record<string, ParameterValue> =>
  Object.fromEntries(Object.entries(spec.parameters ?? {}).map(([name, { value }]) => [name, value]));
