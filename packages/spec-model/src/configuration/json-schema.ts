import type { ApplicationDescription } from '../application-description/schema.js';
import type { JsonValue } from '../json/stringify-json.js';
import { defineMember } from '../render/define-member.js';
import { createMatchBudget, type ValueLimits } from './match-budget.js';
import { profileOf } from './profile.js';
import { type Setting, settingsOf } from './settings.js';
import { ANY_VALUE, describeValue, type JsonSchema } from './value-json-schema.js';
import { createValueJudge } from './value-judge.js';

/** What a JSON Schema of values is made for. */
export interface ConfigurationJsonSchemaOptions extends ValueLimits {
  /** Id of the deployment profile; parameters that do not reach it need no value. Without it all are asked for. */
  readonly profile?: string;
}

/**
 * The JSON Schema (2020-12) of the values map that `createDeployment` and `checkValues` take, for editors and for tools
 * that make forms of it. It says the same as `checkValues`, except for what depends on a deployment (CF-13) and what
 * JSON Schema cannot say; a `$comment` tells where that is:
 *
 * - decimal places, save that there are none, which is `multipleOf: 1`;
 * - patterns that are no regular expressions in the sense of JSON Schema, which asks for those of Unicode.
 *
 * A pattern that cannot be matched in bounded time lets no value pass, so its schema has `not: {}`.
 *
 * @throws MargoError `ERR_PROFILE_UNKNOWN`
 *
 * @example
 * ```ts
 * import { configurationJsonSchema, parseApplicationDescription } from '@margo-sdk/spec-model';
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
 * const { properties, $defs } = configurationJsonSchema(description);
 * console.log(properties); // { volume: { title: 'Volume', default: 3, '$ref': '#/$defs/percent' } }
 * console.log($defs); // { percent: { type: 'integer', maximum: 100 } }
 * ```
 */
export const configurationJsonSchema = (
  description: ApplicationDescription,
  { profile, ...limits }: ConfigurationJsonSchemaOptions = {},
): Record<string, JsonValue> => {
  const settings = settingsOf(description, profile === undefined ? undefined : profileOf(description, profile));
  const judge = createValueJudge(limits);
  const budget = createMatchBudget(limits);

  const told = new Map<string, Told>();
  const definitions: JsonSchema = {};
  for (const { setting, schema, parameter, reaches } of settings) {
    if (!Object.hasOwn(definitions, schema.name)) {
      defineMember(definitions, schema.name, describeValue(schema, budget, judge));
    }
    const known = told.get(setting.parameter) ?? { first: setting, schemas: new Set(), required: false, usable: true };
    known.schemas.add(schema.name);
    // A default fills the gap, unless it is one that the schema refuses.
    if (judge(schema, parameter.value).some(({ rule }) => rule !== 'CF-15')) {
      known.usable = false;
      if (reaches.length > 0) known.required = true;
    }
    told.set(setting.parameter, known);
  }

  const properties: JsonSchema = {};
  for (const [name, { value }] of Object.entries(description.parameters ?? {})) {
    const about = told.get(name);
    defineMember(properties, name, {
      ...(about ? { title: about.first.name } : {}),
      ...(about?.first.description === undefined ? {} : { description: about.first.description }),
      ...(value === undefined || about?.usable === false ? {} : { default: value }),
      ...(about ? refer(about.schemas) : ANY_VALUE),
    });
  }
  const required = [...told].flatMap(([name, about]) => (about.required ? [name] : []));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Configuration of ${description.metadata.name}`,
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
    ...(told.size === 0 ? {} : { $defs: definitions }),
  };
};

/** What settings say about one parameter. */
interface Told {
  readonly first: Setting;
  readonly schemas: Set<string>;
  required: boolean;
  /** Whether the default obeys the schemas. */
  usable: boolean;
}

/** A JSON Pointer in a URI fragment. */
const refer = (names: ReadonlySet<string>): JsonSchema => {
  const all = [...names].map((name) => ({
    $ref: `#/$defs/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  }));
  const [only] = all;
  return only && all.length === 1 ? only : { allOf: all };
};
