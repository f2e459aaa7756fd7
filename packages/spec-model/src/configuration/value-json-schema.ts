import type { ValueSchema } from '../application-description/configuration-schema.js';
import type { JsonValue } from '../json/stringify-json.js';
import { isListed, itemTypeOf } from './item-type.js';
import type { MatchBudget } from './match-budget.js';
import { typedOption } from './options.js';
import { compilePattern } from './text-pattern.js';
import { MAX_MATCH_LENGTH, type ValueJudge } from './value-judge.js';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Record<string, JsonValue>;

const TYPES = { string: 'string', integer: 'integer', double: 'number', boolean: 'boolean' } as const;
const SCALARS = ['string', 'number', 'boolean'];

/** A parameter that no setting speaks about takes what a parameter can be. */
export const ANY_VALUE: JsonSchema = {
  anyOf: [{ type: [...SCALARS, 'null'] }, ...SCALARS.map((type) => ({ type: 'array', items: { type } }))],
};

/** The JSON Schema of the values that a schema of the configuration allows. */
export const describeValue = (schema: ValueSchema, budget: MatchBudget, judge: ValueJudge): JsonSchema => {
  const item = describeItem(schema, budget, judge);
  const filled: JsonSchema = isListed(schema) ? { type: 'array', items: item } : item;
  if (schema.allowEmpty === true) {
    // A list without a least length can be empty already.
    const none = schema.dataType === 'string' && !isListed(schema) ? [{ const: '' }] : [];
    return { anyOf: [{ type: 'null' }, ...none, filled] };
  }
  if (isListed(schema)) return { ...filled, minItems: 1 };
  return schema.dataType === 'string' ? { ...filled, minLength: Math.max(1, schema.minLength ?? 0) } : filled;
};

const describeItem = (schema: ValueSchema, budget: MatchBudget, judge: ValueJudge): JsonSchema => {
  const type = itemTypeOf(schema);
  return {
    type: TYPES[type],
    ...(type === 'string' ? describeText(schema, budget) : {}),
    ...(type === 'integer' || type === 'double' ? describeNumber(schema) : {}),
    ...describeOptions(schema, judge),
  };
};

/** Options that the other limits refuse are left out, because not every tool reads further than the options. */
const describeOptions = (schema: ValueSchema, judge: ValueJudge): JsonSchema => {
  const { options, ...limits } = schema;
  if (options === undefined) return {};
  const typed = new Set(options.map((option) => typedOption(option, itemTypeOf(schema))));
  const usable = [...typed].filter((option) =>
    judge(limits, isListed(schema) ? [option] : option).every(({ rule }) => rule === 'CF-15'),
  );
  return usable.length > 0 ? { enum: usable } : { not: {}, $comment: 'No option obeys the other limits.' };
};

const describeText = ({ minLength, maxLength, regexMatch }: ValueSchema, budget: MatchBudget): JsonSchema => ({
  ...(minLength === undefined ? {} : { minLength }),
  ...(maxLength === undefined ? {} : { maxLength }),
  ...(regexMatch === undefined
    ? {}
    : { ...describePattern(regexMatch, budget), maxLength: Math.min(maxLength ?? MAX_MATCH_LENGTH, MAX_MATCH_LENGTH) }),
});

const describePattern = (pattern: string, budget: MatchBudget): JsonSchema => {
  if (!compilePattern(pattern, budget).ok) {
    return { not: {}, $comment: 'The pattern of this schema cannot be matched, so no value is accepted.' };
  }
  try {
    new RegExp(pattern, 'u');
    return { pattern };
  } catch {
    return { $comment: 'The text must also match a pattern that JSON Schema cannot say.' };
  }
};

const describeNumber = ({ minValue, maxValue, minPrecision, maxPrecision }: ValueSchema): JsonSchema => {
  const places = [
    ...(minPrecision === undefined ? [] : [`at least ${minPrecision}`]),
    ...(maxPrecision === undefined || maxPrecision === 0 ? [] : [`at most ${maxPrecision}`]),
  ];
  return {
    ...(minValue === undefined ? {} : { minimum: minValue }),
    ...(maxValue === undefined ? {} : { maximum: maxValue }),
    ...(maxPrecision === 0 ? { multipleOf: 1 } : {}),
    ...(places.length === 0 ? {} : { $comment: `Decimal places: ${places.join(' and ')}.` }),
  };
};
