import { toJsonSchema } from '@margo-sdk/spec-model';
import * as z from 'zod';

const PREFIX = '#/components/schemas/';

/** Refers to a component by its name. */
export const componentRef = (name: string): { $ref: string } => ({ $ref: PREFIX + name });

/** Refers to a component by the id that its schema carries. */
export const schemaRef = (schema: z.ZodType): { $ref: string } => {
  const id = schema.meta()?.id;
  if (id === undefined) throw new TypeError('A schema that the contract refers to needs an id.');
  return componentRef(id);
};

/**
 * The schemas of documents, as the specification's model defines them: nothing is decided here.
 *
 * @param roots - what a contract speaks about; whatever these refer to comes along
 */
export const componentSchemas = (roots: readonly [z.ZodType, ...z.ZodType[]]): Record<string, object> => {
  const { $defs = {} } = toJsonSchema(z.tuple([...roots]));
  return asComponents($defs);
};

/**
 * The same for documents of older revisions. Their schemas carry no ids, since those are the names of what is in force,
 * so each is called here.
 *
 * @param documents - what a contract speaks about, by name
 */
export const namedComponentSchemas = (documents: Readonly<Record<string, z.ZodType>>): Record<string, object> => {
  const { $defs = {}, properties = {} } = toJsonSchema(z.object(documents));
  // A document that has not changed since carries the id of today, and stands among the definitions already.
  return asComponents({ ...properties, ...$defs });
};

const asComponents = (schemas: object): Record<string, object> =>
  JSON.parse(JSON.stringify(schemas).replaceAll('"#/$defs/', `"${PREFIX}`)) as Record<string, object>;
