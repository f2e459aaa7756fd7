import type { ValueSchema } from '../../application-description/configuration-schema.js';
import type { ApplicationDescription } from '../../application-description/schema.js';
import { itemTypeOf } from '../../configuration/item-type.js';
import { createMatchBudget, type MatchBudget } from '../../configuration/match-budget.js';
import { typedOption } from '../../configuration/options.js';
import { compilePattern } from '../../configuration/text-pattern.js';
import type { DocumentPath } from '../../issue.js';
import type { Check, Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

const TEXT = ['minLength', 'maxLength', 'regexMatch'] as const;
const NUMBER = ['minValue', 'maxValue'] as const;
const DECIMALS = ['minPrecision', 'maxPrecision'] as const;
const RANGES = [
  ['minLength', 'maxLength'],
  ['minValue', 'maxValue'],
  ['minPrecision', 'maxPrecision'],
] as const;

/** CF-08 to CF-10: the limits of a schema fit its data type and each other. */
export const schemasCheck: Check<ApplicationDescription> = {
  needs: ['configuration'],
  check: ({ configuration }, report) => {
    const budget = createMatchBudget();
    configuration?.schema.forEach((schema, s) => {
      const at = ['configuration', 'schema', s];
      reportFit(schema, at, report);
      reportRanges(schema, at, report);
      if (schema.regexMatch !== undefined) reportPattern(schema.regexMatch, [...at, 'regexMatch'], report, budget);
      reportOptions(schema, [...at, 'options'], report);
    });
  },
};

/** CF-08. */
const reportFit = (schema: ValueSchema, at: DocumentPath, report: Report): void => {
  const item = itemTypeOf(schema);
  const fits: readonly string[] = [
    ...(item === 'string' ? TEXT : []),
    ...(item === 'integer' || item === 'double' ? NUMBER : []),
    ...(item === 'double' ? DECIMALS : []),
  ];
  for (const limit of [...TEXT, ...NUMBER, ...DECIMALS]) {
    if (schema[limit] !== undefined && !fits.includes(limit)) {
      report('CF-08', [...at, limit], `${limit} has no meaning for ${schema.dataType}.`);
    }
  }
  if (schema.multiselect !== undefined && schema.options === undefined) {
    report('CF-08', [...at, 'multiselect'], 'multiselect has no meaning without options.');
  }
};

/** CF-09: the limits themselves. */
const reportRanges = (schema: ValueSchema, at: DocumentPath, report: Report): void => {
  for (const [low, high] of RANGES) {
    if ((schema[low] ?? -Infinity) > (schema[high] ?? Infinity)) {
      report('CF-09', [...at, low], `${low} is above ${high}: no value obeys both.`);
    }
  }
  if (itemTypeOf(schema) !== 'integer') return;
  for (const limit of NUMBER) {
    const bound = schema[limit];
    if (bound !== undefined && !Number.isInteger(bound)) {
      report('CF-09', [...at, limit], `${limit} must be a whole number, because the value is one.`);
    }
  }
};

/** CF-09: the pattern. */
const reportPattern = (pattern: string, at: DocumentPath, report: Report, budget: MatchBudget): void => {
  const compiled = compilePattern(pattern, budget);
  if (compiled.ok) return;
  if (compiled.reason === 'invalid') report('CF-09', at, 'regexMatch is not a regular expression.');
  else {
    report('CF-09', at, 'regexMatch cannot be matched in bounded time, so no value will be accepted.', {
      severity: 'warning',
      hint: 'Do without look-around and back-references, and keep the pattern short.',
    });
  }
};

const WORDS: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  double: 'a number',
  boolean: 'true or false',
};

/** CF-10. */
const reportOptions = (schema: ValueSchema, at: DocumentPath, report: Report): void => {
  const item = itemTypeOf(schema);
  const seen = new Set<unknown>();
  schema.options?.forEach((option, o) => {
    // an option may be written as text whatever its type.
    const typed = typedOption(option, item);
    if (!isOf(item, typed)) report('CF-10', [...at, o], `The option ${quoted(option)} is not ${WORDS[item]}.`);
    else if (seen.has(typed)) {
      report('CF-10', [...at, o], `The option ${quoted(option)} stands twice.`, {
        severity: 'warning',
        hint: 'Remove one of the two.',
      });
    }
    seen.add(typed);
  });
};

const isOf = (item: string, value: unknown): boolean => {
  if (item === 'integer') return Number.isInteger(value);
  return typeof value === (item === 'double' ? 'number' : item);
};
