import type { ValueSchema } from '../application-description/configuration-schema.js';
import type { ParameterValue } from '../application-description/parameters-schema.js';
import { compilePattern, type TextPattern } from './text-pattern.js';

/** Longest text that a regular expression of a description is run on: its pattern is somebody else's. */
const MAX_MATCH_LENGTH = 1024;

/**
 * Checks a chosen value against all limits of its schema (CF-12).
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
export const checkValue = (schema: ValueSchema, value: ParameterValue | undefined): string[] => {
  const item = /^array\[(.+)\]$/.exec(schema.dataType)?.[1];
  const list = item !== undefined || schema.multiselect === true;
  if (isEmpty(value)) return schema.allowEmpty ? [] : ['must not be empty'];
  if (list !== Array.isArray(value)) return [list ? 'must be a list' : 'must not be a list'];
  const each = Array.isArray(value) ? value : [value];
  return [...new Set(each.flatMap((one) => checkOne(schema, item ?? schema.dataType, one)))];
};

/** the empty text and the empty list count as no value. */
const isEmpty = (value: unknown): value is undefined =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const checkOne = (schema: ValueSchema, dataType: string, value: string | number | boolean): string[] => {
  switch (dataType) {
    case 'string':
      return typeof value === 'string'
        ? [...checkText(schema, value), ...checkOptions(schema, value)]
        : ['must be text'];
    case 'boolean':
      return typeof value === 'boolean' ? checkOptions(schema, value) : ['must be true or false'];
    case 'integer':
      if (!Number.isInteger(value)) return ['must be a whole number'];
      return [...checkNumber(schema, value as number), ...checkOptions(schema, value)];
    default:
      if (typeof value !== 'number') return ['must be a number'];
      return [...checkNumber(schema, value), ...checkOptions(schema, value)];
  }
};

const checkText = (schema: ValueSchema, value: string): string[] => {
  const { minLength, maxLength, regexMatch } = schema;
  const length = [...value].length;
  return [
    ...(minLength !== undefined && length < minLength ? [`is shorter than ${minLength} characters`] : []),
    ...(maxLength !== undefined && length > maxLength ? [`is longer than ${maxLength} characters`] : []),
    ...(regexMatch !== undefined ? checkPattern(patternOf(schema, regexMatch), value) : []),
  ];
};

/** Compiling costs more than matching, and one schema serves many values. */
const patterns = new WeakMap<ValueSchema, TextPattern>();

const patternOf = (schema: ValueSchema, regexMatch: string): TextPattern => {
  const known = patterns.get(schema) ?? compilePattern(regexMatch);
  patterns.set(schema, known);
  return known;
};

const checkPattern = (compiled: TextPattern, value: string): string[] => {
  if (value.length > MAX_MATCH_LENGTH) return [`is longer than ${MAX_MATCH_LENGTH} characters, too long to be matched`];
  if (!compiled.ok) return ['cannot be checked against the pattern of its schema'];
  return compiled.matches(value) ? [] : ['does not match the pattern of its schema'];
};

const checkNumber = ({ minValue, maxValue, minPrecision, maxPrecision }: ValueSchema, value: number): string[] => {
  // precision counts the decimal places that were written.
  const places = (/\.(\d+)/.exec(String(value))?.[1] ?? '').length;
  return [
    ...(minValue !== undefined && value < minValue ? [`is below ${minValue}`] : []),
    ...(maxValue !== undefined && value > maxValue ? [`is above ${maxValue}`] : []),
    ...(minPrecision !== undefined && places < minPrecision ? [`has fewer than ${minPrecision} decimal places`] : []),
    ...(maxPrecision !== undefined && places > maxPrecision ? [`has more than ${maxPrecision} decimal places`] : []),
  ];
};

// options are compared after they took the data type, and the data model writes all of them as text.
const checkOptions = ({ options }: ValueSchema, value: string | number | boolean): string[] =>
  options === undefined || options.some((option) => String(option) === String(value))
    ? []
    : [`is not one of ${options.join(', ')}`];
