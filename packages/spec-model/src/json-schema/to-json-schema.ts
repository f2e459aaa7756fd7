import * as z from 'zod';
import { PATTERNS } from '../identifiers/patterns.js';

/** A JSON Schema, draft 2020-12, as plain data. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Facts that serve our rules and messages; a reader of JSON Schema has no use for them. */
const PRIVATE_FACTS = ['id', 'rule', 'hint', 'section', 'unit', 'retired', 'unknown', 'extensions'];

/**
 * The JSON Schema of a schema of ours: what a document may say before anybody reads it, so versions are integers and
 * not yet bigints. Parts that carry an id stand under `$defs`.
 */
export const toJsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => applyFacts(zodSchema, jsonSchema),
  });

/** Says in JSON Schema what the model says in facts of its own. */
const applyFacts = (schema: z.core.$ZodType, json: JsonSchema): void => {
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
