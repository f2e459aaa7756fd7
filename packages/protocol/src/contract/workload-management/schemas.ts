import {
  PATTERNS,
  applicationDeploymentSchema,
  deploymentStatusManifestSchema,
  deviceCapabilitiesManifestSchema,
  deviceIdSchema,
  digestSchema,
  manifestVersionSchema,
  problemDetailSchema,
  stateManifestSchema,
} from '@margo-sdk/spec-model';
import * as z from 'zod';

/** What the contract speaks about; whatever these refer to comes along. */
const ROOTS = z.tuple([
  applicationDeploymentSchema,
  deploymentStatusManifestSchema,
  deviceCapabilitiesManifestSchema,
  deviceIdSchema,
  digestSchema,
  manifestVersionSchema,
  problemDetailSchema,
  stateManifestSchema,
]);

const PREFIX = '#/components/schemas/';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Refers to a component by the id that its schema carries. */
export const schemaRef = (schema: z.ZodType): { $ref: string } => {
  const id = schema.meta()?.id;
  if (id === undefined) throw new TypeError('A schema that the contract refers to needs an id.');
  return { $ref: PREFIX + id };
};

/** The schemas of all documents, as the specification's model defines them: nothing is decided here. */
export const componentSchemas = (): Record<string, object> => {
  const { $defs = {} } = z.toJSONSchema(ROOTS, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => toContract(zodSchema, jsonSchema),
  });
  const text = JSON.stringify($defs).replaceAll('"#/$defs/', `"${PREFIX}`);
  return JSON.parse(text) as Record<string, object>;
};

/** Facts that serve our rules and messages; a contract has no use for them. */
const PRIVATE_FACTS = ['id', 'rule', 'hint', 'retired', 'unknown', 'extensions'];

/** Says in JSON Schema what the model says in facts of its own. */
const toContract = (schema: z.core.$ZodType, json: JsonSchema): void => {
  for (const fact of PRIVATE_FACTS) delete json[fact];
  if (isExactInteger(schema)) {
    // JSON Schema cannot write 2^64-1 in a way that JavaScript reads; the format says it instead (M-06).
    delete json.anyOf;
    Object.assign(json, { type: 'integer', format: 'uint64', minimum: 1 });
  }
  if (!(schema instanceof z.ZodObject)) return;
  const { extensions, unknown } = schema.meta() ?? {};
  if (extensions === true) json.patternProperties = { [PATTERNS.extensionKey.source]: { type: 'object' } };
  if (unknown?.closed === true) json.additionalProperties = false;
  else delete json.additionalProperties;
};

/** The model reads a version as number or bigint and gives a bigint; on the wire it is one integer. */
const isExactInteger = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodBigInt ||
  (schema instanceof z.ZodUnion && schema.options.some(isExactInteger)) ||
  (schema instanceof z.ZodPipe && isExactInteger(schema.in));
