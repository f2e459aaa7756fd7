import fc from 'fast-check';
import type { JsonValue } from '@margo-sdk/spec-model';
import { jsonLines } from '../../src/write/render-json.js';
import { yamlFlowText, yamlLines } from '../../src/write/render-yaml.js';

/** Names and texts that are hard to write: other readers take them for numbers, switches, times or syntax. */
const HARD = [
  'yes',
  'on',
  '012',
  '1.0',
  '0x1f',
  '2024-01-01',
  '12:30',
  '<<',
  '=',
  '',
  '~',
  '- a',
  'a: b',
  '# c',
  '"',
  "'",
];

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'name', 'id', 'value', 'long name', 'x-y-extensions') },
  { weight: 2, arbitrary: fc.constantFrom(...HARD, '1', '10', '{', 'toString') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }).filter((text) => text !== '__proto__') },
);

const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('x', 'a text', 'oci://r.example/a', true, false, null, 0, 1, -7, 1.5, 1e21, 1e-7),
  },
  { weight: 2, arbitrary: fc.constantFrom(...HARD, 'a\nb\n', 'a\n\nb', ' a\nb', 'a \nb', '\n', 'a\r\nb', '\u0085') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 2n ** 60n, max: 2n ** 64n }) },
);

/** Values of any kind that a document can hold. */
export const anyValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const mapping = fc.dictionary(name, anyValue, { minKeys: 1, maxKeys: 5, noNullPrototype: true });

/** A text, and what it says. */
export interface Written {
  readonly text: string;
  readonly value: JsonValue;
}

/** Comments behind lines, lines of comments and empty lines; none of them in a text of several lines. */
const commented = (lines: readonly string[], choices: readonly number[]): string[] => {
  const hasLiteral = lines.some((line) => /[|][-+]?$/.test(line));
  if (hasLiteral) return [...lines];
  return lines.flatMap((line, n) => {
    const choice = choices[n % choices.length] ?? 0;
    const indent = /^ */.exec(line)?.[0] ?? '';
    if (choice === 1) return [`${line} # behind ${n}`];
    if (choice === 2) return [`${indent}# above ${n}`, line];
    if (choice === 3) return ['', line];
    if (choice === 4) return [line, `${indent}      # inside ${n}`];
    if (choice === 5) return ['# far left', '', line];
    return [line];
  });
};

/** Documents in block form, as JSON on one or many lines and in brackets, with comments wherever they may stand. */
export const anyDocument: fc.Arbitrary<Written> = fc
  .record({
    value: fc.oneof(mapping, mapping, mapping, anyValue),
    form: fc.constantFrom('block', 'block', 'block', 'block', 'json', 'lines of json', 'tight json', 'brackets'),
    indent: fc.constantFrom(2, 2, 4),
    indentLists: fc.boolean(),
    choices: fc.array(fc.nat({ max: 9 }), { minLength: 3, maxLength: 12 }),
    newline: fc.constantFrom('\n', '\n', '\r\n'),
    isEnded: fc.boolean(),
  })
  .map(({ value, form, indent, indentLists, choices, newline, isEnded }) => {
    const lines = {
      block: () => commented(yamlLines(value, { indent, indentLists, literals: true }), choices),
      json: () => jsonLines(value, { space: ' ' }),
      'tight json': () => jsonLines(value, { space: '' }),
      'lines of json': () => jsonLines(value, { space: ' ', indent: ' '.repeat(indent) }),
      brackets: () => commented([yamlFlowText(value, 'block')], choices),
    }[form as 'block']();
    return { value, text: lines.join(newline) + (isEnded ? newline : '') };
  });
