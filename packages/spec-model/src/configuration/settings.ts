import type { ValueSchema } from '../application-description/configuration-schema.js';
import type { ParameterValue, Target } from '../application-description/parameters-schema.js';
import type { ApplicationDescription, DeploymentProfile } from '../application-description/schema.js';

type Section = NonNullable<ApplicationDescription['configuration']>['sections'][number];
/** A setting as the description has it. */
export type Setting = Section['settings'][number];
/** A parameter as the description has it. */
export interface Parameter {
  readonly value?: ParameterValue | undefined;
  readonly targets: readonly Target[];
}

/** A setting with what it refers to. */
export interface ConfiguredSetting {
  /** Index of its section. */
  readonly section: number;
  readonly setting: Setting;
  readonly schema: ValueSchema;
  readonly parameter: Parameter;
  /** Components that the parameter reaches; in the profile, when there is one. */
  readonly reaches: readonly string[];
}

/** Names of the components that a parameter reaches, each once. */
const reachOf = ({ targets }: Parameter, profile: ReadonlySet<string> | undefined): string[] => {
  const names = new Set(targets.flatMap(({ components }) => components));
  return [...names].filter((name) => profile?.has(name) ?? true);
};

/**
 * The settings of a description with what they refer to, in listed order. Those that refer to nothing are left out:
 * CF-03 and CF-04 speak about them.
 */
export const settingsOf = (
  { parameters = {}, configuration }: ApplicationDescription,
  profile?: DeploymentProfile,
): ConfiguredSetting[] => {
  const components = profile && new Set(profile.components.map(({ name }) => name));
  const schemas = new Map(configuration?.schema.map((schema) => [schema.name, schema]));
  const reached = new Map<string, readonly string[]>();
  return (configuration?.sections ?? []).flatMap(({ settings }, section) =>
    settings.flatMap((setting): ConfiguredSetting[] => {
      const name = setting.parameter;
      const schema = schemas.get(setting.schema);
      const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      if (!schema || !parameter) return [];
      const reaches = reached.get(name) ?? reachOf(parameter, components);
      reached.set(name, reaches);
      return [{ section, setting, schema, parameter, reaches }];
    }),
  );
};

/** Names of the parameters that one of their settings calls immutable. */
export const immutableParameters = (settings: readonly ConfiguredSetting[]): ReadonlySet<string> =>
  new Set(settings.flatMap(({ setting }) => (setting.immutable === true ? [setting.parameter] : [])));
