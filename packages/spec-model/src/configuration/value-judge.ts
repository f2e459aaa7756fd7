import type { ValueSchema } from '../application-description/configuration-schema.js';
import { isListed, itemTypeOf } from './item-type.js';
import { createMatchBudget, type ValueLimits } from './match-budget.js';
import { createOptionsCheck } from './options.js';
import { compilePattern, type TextPattern } from './text-pattern.js';

/** Longest text, in characters, that a regular expression of a description is run on: its pattern is somebody else's. */
export const MAX_MATCH_LENGTH = 1024;

/** One thing that is wrong with a value, as a phrase that continues "The value …" and never repeats the value. */
export interface ValueFault {
  readonly rule: 'CF-12' | 'CF-14' | 'CF-15';
  readonly said: string;
}

/** Holds a value to its schema. */
export type ValueJudge = (schema: ValueSchema, value: unknown) => ValueFault[];

const broken = (said: string): ValueFault => ({ rule: 'CF-12', said });

/** Comparing one value with its limits takes about as long as this many steps of matching; a list has many. */
const STEPS_OF_VALUE = 64;

const TOO_MUCH = 'cannot be checked, because the values and patterns of this description take too much work';

/** no value, the empty text where text is asked for, and the empty list where a list is. */
const isEmpty = (schema: ValueSchema, value: unknown): boolean => {
  if (value === undefined || value === null) return true;
  if (isListed(schema)) return Array.isArray(value) && value.length === 0;
  return value === '' && schema.dataType === 'string';
};

/**
 * Makes a judge for the values of one document (CF-12, CF-14, CF-15). Everything that it matches shares one budget, and
 * each schema is prepared once.
 */
export const createValueJudge = (limits: ValueLimits = {}): ValueJudge => {
  const budget = createMatchBudget(limits);
  const checkOptions = createOptionsCheck();
  const patterns = new Map<ValueSchema, TextPattern>();

  const patternOf = (schema: ValueSchema, regexMatch: string): TextPattern => {
    const known = patterns.get(schema) ?? compilePattern(regexMatch, budget);
    patterns.set(schema, known);
    return known;
  };

  const checkPattern = (pattern: TextPattern, value: string, length: number): string[] => {
    if (length > MAX_MATCH_LENGTH) return [`is longer than ${MAX_MATCH_LENGTH} characters, too long to be matched`];
    if (!pattern.ok) return ['cannot be checked against the pattern of its schema'];
    if (!budget.spend(pattern.size * (value.length + 1))) {
      return [TOO_MUCH];
    }
    return pattern.matches(value) ? [] : ['does not match the pattern of its schema'];
  };

  const checkText = (schema: ValueSchema, value: string): string[] => {
    const { minLength, maxLength, regexMatch } = schema;
    // One long text can be the value of thousands of settings.
    if (!budget.spend(value.length)) return [TOO_MUCH];
    const length = [...value].length;
    return [
      ...(minLength !== undefined && length < minLength ? [`is shorter than ${minLength} characters`] : []),
      ...(maxLength !== undefined && length > maxLength ? [`is longer than ${maxLength} characters`] : []),
      ...(regexMatch !== undefined ? checkPattern(patternOf(schema, regexMatch), value, length) : []),
    ];
  };

  const checkOne = (schema: ValueSchema, value: unknown): ValueFault[] => {
    switch (itemTypeOf(schema)) {
      case 'string':
        if (typeof value !== 'string') return [broken('must be text')];
        return [...checkText(schema, value), ...checkOptions(schema, value)].map(broken);
      case 'boolean':
        return (typeof value === 'boolean' ? checkOptions(schema, value) : ['must be true or false']).map(broken);
      case 'integer':
        if (typeof value !== 'number' || !Number.isInteger(value)) return [broken('must be a whole number')];
        return [...checkNumber(schema, value), ...checkOptions(schema, value).map(broken)];
      default:
        if (typeof value !== 'number' || !Number.isFinite(value)) return [broken('must be a number')];
        return [...checkNumber(schema, value), ...checkOptions(schema, value).map(broken)];
    }
  };

  return (schema, value) => {
    // allowEmpty means that there may be no value.
    if (isEmpty(schema, value)) return schema.allowEmpty ? [] : [{ rule: 'CF-14', said: 'must not be empty' }];
    if (isListed(schema) !== Array.isArray(value)) {
      return [broken(isListed(schema) ? 'must be a list' : 'must not be a list')];
    }
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!budget.spend(all.length * STEPS_OF_VALUE)) return [broken(TOO_MUCH)];
    const faults = new Map<string, ValueFault>();
    for (const one of all) {
      for (const fault of checkOne(schema, one)) faults.set(fault.said, fault);
    }
    return [...faults.values()];
  };
};

const checkNumber = (schema: ValueSchema, value: number): ValueFault[] => {
  const { minValue, maxValue, minPrecision, maxPrecision } = schema;
  const places = decimalPlaces(String(value));
  return [
    ...(minValue !== undefined && value < minValue ? [broken(`is below ${minValue}`)] : []),
    ...(maxValue !== undefined && value > maxValue ? [broken(`is above ${maxValue}`)] : []),
    // A number forgets the zeros that it was written with: 1.50 arrives as 1.5, so too few of them prove nothing.
    ...(minPrecision !== undefined && places < minPrecision
      ? [
          {
            rule: 'CF-15',
            said: `has fewer than ${minPrecision} decimal places, unless it was written with zeros`,
          } as const,
        ]
      : []),
    ...(maxPrecision !== undefined && places > maxPrecision
      ? [broken(`has more than ${maxPrecision} decimal places`)]
      : []),
  ];
};

/** precision counts decimal places. A number does not remember all those that it was written with. */
export const decimalPlaces = (written: string): number => {
  const [, fraction = '', exponent = '0'] = /^[+-]?\d*(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(written) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
};
