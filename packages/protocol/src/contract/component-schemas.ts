import { toJsonSchema } from '@margo-sdk/spec-model';
import * as z from 'zod';

const PREFIX = '#/components/schemas/';

/** Refers to a component by the id that its schema carries. */
export const schemaRef = (schema: z.ZodType): { $ref: string } => {
  const id = schema.meta()?.id;
  if (id === undefined) throw new TypeError('A schema that the contract refers to needs an id.');
  return { $ref: PREFIX + id };
};

/**
 * The schemas of documents, as the specification's model defines them: nothing is decided here.
 *
 * @param roots - what a contract speaks about; whatever these refer to comes along
 */
export const componentSchemas = (roots: readonly [z.ZodType, ...z.ZodType[]]): Record<string, object> => {
  const { $defs = {} } = toJsonSchema(z.tuple([...roots]));
  const text = JSON.stringify($defs).replaceAll('"#/$defs/', `"${PREFIX}`);
  return JSON.parse(text) as Record<string, object>;
};
