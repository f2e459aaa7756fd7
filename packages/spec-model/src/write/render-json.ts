import { membersOf, type OrderedValue } from './render-yaml.js';
import { numberText, quotedText } from './scalar-text.js';

/** How a JSON document is laid out. */
export interface JsonStyle {
  /** What one level is indented with; undefined where everything stands on one line. */
  readonly indent?: string;
  /** What follows a colon, and a comma on the same line. */
  readonly space: '' | ' ';
}

/** The lines of a value, members in the order that they have. */
export const jsonLines = (value: OrderedValue, style: JsonStyle): readonly string[] => {
  if (typeof value === 'string') return [quotedText(value)];
  if (typeof value === 'number' || typeof value === 'bigint') return [numberText(value)];
  if (typeof value !== 'object' || value === null) return [`${value}`];
  if (Array.isArray(value))
    return enclosed(
      '[',
      value.map((item: OrderedValue) => jsonLines(item, style)),
      ']',
      style,
    );
  const members = membersOf(value as Exclude<typeof value, readonly OrderedValue[]>);
  return enclosed(
    '{',
    members.map(([name, member]) => jsonMemberLines(name, member, style)),
    '}',
    style,
  );
};

/** The lines of one member of an object. */
export const jsonMemberLines = (name: string, value: OrderedValue, style: JsonStyle): readonly string[] => {
  const [first = '', ...rest] = jsonLines(value, style);
  return [`${quotedText(name)}:${style.space}${first}`, ...rest];
};

const enclosed = (
  open: string,
  entries: readonly (readonly string[])[],
  close: string,
  { indent, space }: JsonStyle,
): readonly string[] => {
  if (entries.length === 0) return [open + close];
  if (indent === undefined) return [`${open}${entries.map((lines) => lines.join('')).join(`,${space}`)}${close}`];
  const inside = entries.flatMap((lines, n) => {
    const comma = n < entries.length - 1 ? ',' : '';
    return lines.map((line, at) => `${indent}${line}${at === lines.length - 1 ? comma : ''}`);
  });
  return [open, ...inside, close];
};
