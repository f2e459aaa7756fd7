import { type ParameterValue, parameterValueSchema } from '../application-description/parameters-schema.js';
import type { ApplicationDescription } from '../application-description/schema.js';
import { profileOf } from '../configuration/profile.js';
import { settingsOf } from '../configuration/settings.js';
import type { Values } from '../configuration/values.js';
import { MargoError } from '../errors.js';
import type { DeviceTarget } from '../identifiers/identifiers.js';
import type { ValueRequest, ValueResolver } from './value-resolver.js';

/** What is asked for, and on whose behalf. */
export interface ResolveValuesOptions {
  /** Chosen values by name of the parameter: nobody is asked for these. `null` leaves a value empty. */
  readonly values?: Values;
  /** Names of chosen values that are secret. */
  readonly secrets?: Iterable<string>;
  /** Id of the deployment profile; nobody is asked for what does not reach it. */
  readonly profile?: string;
  /** The device that the values are for; resolvers are told. */
  readonly deviceId?: DeviceTarget;
  /** Calls all resolvers off. */
  readonly signal?: AbortSignal;
}

/** The values of an application, and what is known about them. */
export interface ResolvedValues {
  /** Chosen and resolved values, for `createDeployment`; defaults are not among them. */
  readonly values: Record<string, ParameterValue | null>;
  /** Names of the parameters whose values are secret, for `redactDeployment`, `maskValue` and `createForm`. */
  readonly secrets: ReadonlySet<string>;
  /** Where each value comes from: `chosen`, the name of a resolver, or `default`. */
  readonly origins: Readonly<Record<string, string>>;
}

/**
 * Asks resolvers for the values that nobody chose, one parameter after the other. The first resolver that answers
 * counts; where none does, the default of the description stays in force.
 *
 * @param resolvers - in the order in which they are asked
 * @throws MargoError `ERR_PROFILE_UNKNOWN`; `ERR_VALUE_UNRESOLVED` when a resolver fails or gives what is no value: it
 *   names the parameter and the resolver and never the value. What the resolver threw is its `cause`, which is not part
 *   of `toJSON`. Whatever the signal was aborted with, once it was
 *
 * @example
 * ```ts
 * import { parseApplicationDescription, resolveValues, type ValueResolver } from '@margo-sdk/spec-model';
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
 *   greeting: { value: Hi, targets: [{ pointer: text, components: [hello] }] }
 *   password: { targets: [{ pointer: auth.password, components: [hello] }] }
 * `);
 * const vault: ValueResolver = {
 *   name: 'vault',
 *   resolve: async ({ parameter }) => (parameter === 'password' ? { value: 'hunter2', secret: true } : undefined),
 * };
 * const { secrets, origins } = await resolveValues(description, [vault]);
 * console.log(origins, [...secrets]); // { greeting: 'default', password: 'vault' } [ 'password' ]
 * ```
 */
export const resolveValues = async (
  description: ApplicationDescription,
  resolvers: readonly ValueResolver[],
  options: ResolveValuesOptions = {},
): Promise<ResolvedValues> => {
  const { values: chosen = {}, profile, signal = new AbortController().signal } = options;
  const values = new Map<string, ParameterValue | null>();
  const origins = new Map<string, string>();
  const secrets = new Set(options.secrets);
  for (const [name, value] of Object.entries(chosen)) {
    if (value === undefined) continue;
    values.set(name, value);
    origins.set(name, 'chosen');
  }

  for (const [request, fallback] of requestsFor(description, profile, options.deviceId)) {
    const name = request.parameter;
    if (values.has(name)) continue;
    const answer = await ask(resolvers, request, signal);
    if (answer) {
      values.set(name, answer.value);
      origins.set(name, answer.resolver);
      if (answer.secret) secrets.add(name);
    } else if (fallback !== undefined) origins.set(name, 'default');
  }
  return { values: Object.fromEntries(values), secrets, origins: Object.fromEntries(origins) };
};

/** One request per parameter that reaches the profile, with the default of that parameter. */
const requestsFor = (
  description: ApplicationDescription,
  profileId: string | undefined,
  deviceId: DeviceTarget | undefined,
): [ValueRequest, ParameterValue | undefined][] => {
  const profile = profileId === undefined ? undefined : profileOf(description, profileId);
  const names = profile && new Set(profile.components.map(({ name }) => name));
  const settings = new Map(settingsOf(description, profile).map((one) => [one.setting.parameter, one]));
  return Object.entries(description.parameters ?? {}).flatMap(([parameter, { value, targets }]) => {
    const reaches = targets.some(({ components }) => components.some((name) => names?.has(name) ?? true));
    if (!reaches) return [];
    const known = settings.get(parameter);
    const request: ValueRequest = {
      parameter,
      ...(known === undefined ? {} : { dataType: known.schema.dataType }),
      ...(known?.setting.description === undefined ? {} : { description: known.setting.description }),
      ...(deviceId === undefined ? {} : { deviceId }),
    };
    return [[request, value]];
  });
};

interface Answer {
  readonly value: ParameterValue;
  readonly secret: boolean;
  readonly resolver: string;
}

const ask = async (
  resolvers: readonly ValueResolver[],
  request: ValueRequest,
  signal: AbortSignal,
): Promise<Answer | undefined> => {
  for (const resolver of resolvers) {
    signal.throwIfAborted();
    const answer = await answerOf(resolver, request, signal);
    if (answer === undefined) continue;
    const value = parameterValueSchema.safeParse(answer.value);
    if (!value.success) throw unresolved(request, resolver, 'gave what is no value of a parameter');
    return { value: value.data, secret: answer.secret === true, resolver: resolver.name };
  }
  return undefined;
};

const answerOf = async (resolver: ValueResolver, request: ValueRequest, signal: AbortSignal) => {
  try {
    return await resolver.resolve(request, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw unresolved(request, resolver, 'failed', cause);
  }
};

const unresolved = ({ parameter }: ValueRequest, { name }: ValueResolver, said: string, cause?: unknown): MargoError =>
  new MargoError('ERR_VALUE_UNRESOLVED', `The resolver ${name} ${said} when it was asked for ${parameter}.`, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'Give the value yourself, or see what the resolver has to say about it.',
  });
