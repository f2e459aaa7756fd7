import { isPlainString } from '../yaml/ambiguous-scalar.js';

/** A value without parts. */
export type ScalarValue = null | boolean | number | bigint | string;

/** Where a scalar stands: among other values on a line, or at the end of a line of its own. */
export type Surroundings = 'flow' | 'block';

/** Characters that are not seen, or that some readers take for the end of a line. */
const UNPRINTABLE = /\p{Cc}|\p{Cs}|[\u2028\u2029\ufeff\ufffe\uffff]/u;
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

const STARTS_LIKE_SYNTAX = /^[\s\-?:,[\]{}#&*!|>'"%@`]|^\.\.\./;
const ENDS_OR_BREAKS = /\s$|:$|: | #/;
const FLOW_SYNTAX = /[,[\]{}]/;

/** Writes a string in quotes, as JSON and every version of YAML read it. */
export const quotedText = (value: string): string =>
  JSON.stringify(value).replace(ESCAPED, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Writes a number as JSON and every version of YAML read it: YAML 1.1 knows no exponent without a decimal point. */
export const numberText = (value: number | bigint): string =>
  typeof value === 'bigint' ? `${value}` : JSON.stringify(value).replace(/^(-?\d+)e/, '$1.0e');

/** Writes a scalar of YAML on one line; a string stands in quotes where any reader could take it for something else. */
export const yamlScalarText = (value: ScalarValue, surroundings: Surroundings): string => {
  if (value === null || typeof value === 'boolean') return `${value}`;
  if (typeof value !== 'string') return numberText(value);
  const isPlain =
    isPlainString(value) &&
    !STARTS_LIKE_SYNTAX.test(value) &&
    !ENDS_OR_BREAKS.test(value) &&
    !UNPRINTABLE.test(value) &&
    (surroundings === 'block' || !FLOW_SYNTAX.test(value));
  return isPlain ? value : quotedText(value);
};

/** A string as a literal block: what follows the indicator, and the lines of the text. */
export interface LiteralBlock {
  readonly header: string;
  readonly lines: readonly string[];
}

/** A string of several lines that can stand as it is below its key; undefined for one that needs quotes. */
export const literalBlock = (value: string): LiteralBlock | undefined => {
  const text = value.endsWith('\n') ? value.slice(0, -1) : value;
  const lines = text.split('\n');
  const isLiteral =
    value.includes('\n') && !/^\s|\s$/.test(text) && !lines.some((line) => UNPRINTABLE.test(line) || /\s$/.test(line));
  return isLiteral && text !== '' ? { header: value === text ? '|-' : '|', lines } : undefined;
};
