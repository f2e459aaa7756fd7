import type { ValueSchema } from '../application-description/configuration-schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import { createValueJudge } from './value-judge.js';

/**
 * Checks one chosen value against all limits of its schema (CF-12, CF-14). For the values of a whole application there
 * is {@link checkValues}.
 *
 * @returns what is wrong, as phrases that continue "The value …"; the value itself is never repeated
 *
 * @example
 * ```ts
 * import { checkValue } from '@margo-sdk/spec-model';
 *
 * console.log(checkValue({ name: 'pollRange', dataType: 'integer', minValue: 30 }, 5)); // ['is below 30']
 * ```
 */
export const checkValue = (schema: ValueSchema, value: ParameterValue | undefined): string[] =>
  createValueJudge()(schema, value).flatMap(({ rule, said }) => (rule === 'CF-15' ? [] : [said]));
