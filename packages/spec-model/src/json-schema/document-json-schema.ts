import { documentKind, familyOf } from '../documents/catalogue.js';
import type { DocumentName } from '../documents/document-name.js';
import { MargoError } from '../errors.js';
import { CURRENT_REVISION, type Revision } from '../revisions/revision.js';
import { type JsonSchema, toJsonSchema } from './to-json-schema.js';

/**
 * The JSON Schema (draft 2020-12) of one kind of document in one revision. It says what a schema can say; rules that
 * compare members with each other are for {@link checkDocument}. The package carries the same schemas as files, as
 * `@margo-sdk/spec-model/json-schema/rc3/application-description.json`.
 *
 * @throws MargoError `ERR_REVISION_UNKNOWN` when the revision does not have that kind of document
 *
 * @example
 * ```ts
 * import { documentJsonSchema } from '@margo-sdk/spec-model';
 *
 * const schema = documentJsonSchema('StateManifest');
 * console.log(schema.required); // [ 'manifestVersion', 'bundle', 'deployments' ]
 * ```
 */
export const documentJsonSchema = (name: DocumentName, revision: Revision = CURRENT_REVISION): JsonSchema => {
  const kind = documentKind(name, revision);
  if (!kind) {
    throw new MargoError('ERR_REVISION_UNKNOWN', `There is no ${name} in revision ${revision}.`, {
      hint: `It exists in ${Object.keys(familyOf(name).kinds).join(', ')}.`,
    });
  }
  return {
    $id: `urn:margo-sdk:json-schema:${revision}:${fileNameOf(name)}`,
    title: `${name}, Margo revision ${revision}`,
    ...toJsonSchema(kind.schema),
  };
};

/**
 * The name under which the schema and the reference page of a kind of document are filed.
 *
 * @example
 * ```ts
 * import { fileNameOf } from '@margo-sdk/spec-model';
 *
 * console.log(fileNameOf('ApplicationDescription')); // application-description
 * ```
 */
export const fileNameOf = (name: DocumentName): string =>
  name.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
