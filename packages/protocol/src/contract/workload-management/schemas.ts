import {
  applicationDeploymentSchema,
  deploymentStatusManifestSchema,
  deviceCapabilitiesManifestSchema,
  deviceIdSchema,
  digestSchema,
  manifestVersionSchema,
  problemDetailSchema,
  stateManifestSchema,
  toJsonSchema,
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

/** Refers to a component by the id that its schema carries. */
export const schemaRef = (schema: z.ZodType): { $ref: string } => {
  const id = schema.meta()?.id;
  if (id === undefined) throw new TypeError('A schema that the contract refers to needs an id.');
  return { $ref: PREFIX + id };
};

/** The schemas of all documents, as the specification's model defines them: nothing is decided here. */
export const componentSchemas = (): Record<string, object> => {
  const { $defs = {} } = toJsonSchema(ROOTS);
  const text = JSON.stringify($defs).replaceAll('"#/$defs/', `"${PREFIX}`);
  return JSON.parse(text) as Record<string, object>;
};
