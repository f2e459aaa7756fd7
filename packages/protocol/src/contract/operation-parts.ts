import { MEDIA_TYPES, problemDetailSchema } from '@margo-sdk/spec-model';
import { schemaRef } from './component-schemas.js';

/** Any text. */
export const TEXT = { type: 'string' };

/** A header of an answer. */
export const header = (description: string) => ({ description, schema: TEXT });

/** A header that a request may have. */
export const headerParameter = (name: string, description: string) => ({
  ...{ name, in: 'header', required: false, description, schema: TEXT },
});

/** An answer that carries a problem document. */
export const problem = (description: string) => ({
  description,
  content: { [MEDIA_TYPES.problem]: { schema: schemaRef(problemDetailSchema) } },
});
