import { safeParseApplicationDescription } from '../application-description/application-description.js';
import type { ApplicationDescription } from '../application-description/schema.js';
import { MargoError } from '../errors.js';
import type { DEPLOYMENT_TYPES } from '../identifiers/deployment-types.js';
import { DocumentError, type ParseResult } from '../issue.js';
import type {
  ApplicationParts,
  ComponentParts,
  CustomProfileParts,
  ParameterParts,
  ProfileParts,
  SchemaParts,
  SettingParts,
} from './application-parts.js';

/**
 * A description in the making. It knows the names that were given so far, so what refers to a name that does not exist
 * does not compile: profiles come before parameters, and parameters and schemas before sections.
 *
 * A builder never changes: each call gives a new one.
 */
export interface ApplicationBuilder<
  Component extends string = never,
  Parameter extends string = never,
  Schema extends string = never,
> {
  /** Adds a profile of Helm charts. */
  helmProfile<Name extends string>(
    id: string,
    profile: ProfileParts<Name>,
  ): ApplicationBuilder<Component | Name, Parameter, Schema>;
  /** Adds a profile of Compose files. */
  composeProfile<Name extends string>(
    id: string,
    profile: ProfileParts<Name>,
  ): ApplicationBuilder<Component | Name, Parameter, Schema>;
  /** Adds a profile of a kind that its makers agreed on. */
  customProfile<Name extends string>(
    id: string,
    profile: CustomProfileParts<Name>,
  ): ApplicationBuilder<Component | Name, Parameter, Schema>;
  /** Adds a parameter. Throws `ERR_PARAMETER_TAKEN` where there is one of that name. */
  parameter<Name extends string>(
    name: Name,
    parameter: ParameterParts<Component>,
  ): ApplicationBuilder<Component, Parameter | Name, Schema>;
  /** Adds a schema that chosen values must obey. */
  schema<Name extends string>(name: Name, schema: SchemaParts): ApplicationBuilder<Component, Parameter, Schema | Name>;
  /** Adds a section of values that a person chooses. */
  section(
    name: string,
    settings: readonly SettingParts<Parameter, Schema>[],
  ): ApplicationBuilder<Component, Parameter, Schema>;
  /** The description, checked. Throws a {@link DocumentError} (`ERR_DOCUMENT_INVALID`) with all issues. */
  build(): ApplicationDescription;
  /** The description with its warnings, or everything that is wrong with it. Issues have no positions. */
  safeBuild(): ParseResult<ApplicationDescription>;
}

/**
 * Starts an application description (1.0.0-rc.3).
 *
 * @example
 * ```ts
 * import { buildApplication, stringifyApplicationDescription } from '@margo-sdk/spec-model';
 *
 * const app = buildApplication({
 *   id: 'com-example-hello',
 *   name: 'Hello',
 *   version: '1.0.0',
 *   organizations: [{ name: 'Example' }],
 * })
 *   .helmProfile('cluster', {
 *     components: [{ name: 'hello', repository: 'oci://registry.example.com/charts/hello', revision: '1.0.0' }],
 *   })
 *   .parameter('greeting', { value: 'Hi', targets: [{ pointer: 'text', components: ['hello'] }] })
 *   .schema('words', { dataType: 'string', maxLength: 40 })
 *   .section('General', [{ parameter: 'greeting', name: 'Greeting', schema: 'words' }])
 *   .build();
 * console.log(stringifyApplicationDescription(app).split('\n')[1]); // id: com-example-hello
 * ```
 */
export const buildApplication = (application: ApplicationParts): ApplicationBuilder =>
  builderOf({
    application: structuredClone(application),
    profiles: [],
    parameters: new Map(),
    schemas: [],
    sections: [],
  });

/** What was said so far; nothing in it is ever changed. */
interface Draft {
  readonly application: ApplicationParts;
  readonly profiles: readonly object[];
  readonly parameters: ReadonlyMap<string, ParameterParts>;
  readonly schemas: readonly object[];
  readonly sections: readonly object[];
}

const builderOf = <Component extends string, Parameter extends string, Schema extends string>(
  draft: Draft,
): ApplicationBuilder<Component, Parameter, Schema> => ({
  helmProfile: (id, profile) => builderOf(withProfile(draft, 'helm', id, profile)),
  composeProfile: (id, profile) => builderOf(withProfile(draft, 'compose', id, profile)),
  customProfile: (id, profile) => builderOf(withProfile(draft, 'custom', id, profile)),
  parameter: (name, parameter) => {
    // The description is a mapping: a second one of the same name would silently take the place of the first.
    if (draft.parameters.has(name)) {
      throw new MargoError('ERR_PARAMETER_TAKEN', `The application has a parameter ${JSON.stringify(name)} already.`);
    }
    return builderOf({ ...draft, parameters: new Map([...draft.parameters, [name, structuredClone(parameter)]]) });
  },
  schema: (name, schema) => builderOf({ ...draft, schemas: [...draft.schemas, { name, ...structuredClone(schema) }] }),
  section: (name, settings) =>
    builderOf({ ...draft, sections: [...draft.sections, { name, settings: structuredClone(settings) }] }),
  build: () => {
    const result = check(draft);
    if (result.ok) return result.value;
    throw new DocumentError('ApplicationDescription', result.issues);
  },
  safeBuild: () => check(draft),
});

const withProfile = (
  draft: Draft,
  type: (typeof DEPLOYMENT_TYPES)[number],
  id: string,
  profile: ProfileParts,
): Draft => {
  const { components, ...rest } = structuredClone(profile);
  return { ...draft, profiles: [...draft.profiles, { type, id, ...rest, components: components.map(asComponent) }] };
};

const asComponent = ({ name, repository, revision, wait, timeout, ...extensions }: ComponentParts): object => ({
  name,
  properties: { repository, revision, wait, timeout },
  ...extensions,
});

/** The description goes through the same reader as every other, so that there is one judge of what is right. */
const check = (draft: Draft): ParseResult<ApplicationDescription> => {
  const result = safeParseApplicationDescription(JSON.stringify(documentOf(draft)));
  // Positions would lead into a text that nobody has seen.
  const issues = result.issues.map(({ line: _line, column: _column, ...issue }) => issue);
  return result.ok ? { ok: true, value: result.value, issues } : { ok: false, issues };
};

const documentOf = ({ application, profiles, parameters, schemas, sections }: Draft): object => {
  const { id, name, version, description, organizations, authors, application: shown, ...extensions } = application;
  return {
    apiVersion: 'v1',
    id,
    metadata: {
      name,
      description,
      version,
      catalog: { application: shown, author: authors, organization: organizations },
    },
    deploymentProfiles: profiles,
    parameters: parameters.size === 0 ? undefined : Object.fromEntries(parameters),
    configuration: schemas.length + sections.length === 0 ? undefined : { sections, schema: schemas },
    ...extensions,
  };
};
