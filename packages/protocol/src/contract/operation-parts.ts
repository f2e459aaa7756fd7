import { MEDIA_TYPES, problemDetailSchema } from '@margo-sdk/spec-model';
import { componentRef, schemaRef } from './component-schemas.js';

/** Any text. */
export const TEXT = { type: 'string' };

/** A header of an answer. */
export const header = (description: string) => ({ description, schema: TEXT });

/** A header that a request may have. */
export const headerParameter = (name: string, description: string) => ({
  ...{ name, in: 'header', required: false, description, schema: TEXT },
});

/** A part of a path. */
export const pathParameter = (name: string, description: string, schema: object) => ({
  ...{ name, in: 'path', required: true, description, schema },
});

/** A body that has to be there, as JSON. */
export const jsonBody = (schema: object) => ({ required: true, content: { [MEDIA_TYPES.json]: { schema } } });

/** An answer that carries a JSON document. */
export const jsonAnswer = (description: string, schema: object) => ({
  description,
  content: { [MEDIA_TYPES.json]: { schema } },
});

/** An answer that carries a problem document. */
export const problem = (description: string) => ({
  description,
  content: { [MEDIA_TYPES.problem]: { schema: schemaRef(problemDetailSchema) } },
});

/** An answer that says what is wrong as it was done before problem documents. */
export const refusal = (description: string) => jsonAnswer(description, componentRef('ErrorResponse'));
