import { describe, expect, it } from 'vitest';
import { parseDictionary, parseItem, parseList } from '../../../src/signatures/structured-fields/index.js';

const LENGTH = 65_536;
const filled = (pattern: string, length = LENGTH): string =>
  pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);

/** Counts how often the characters of a text are looked at: time would tell the same, but not every time the same. */
const looksAt = (text: string, parse: (text: string) => unknown): number => {
  let looks = 0;
  const watched = new Proxy(new String(text), {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...values: number[]): unknown => {
        looks += name === 'slice' ? (values[1] ?? 0) - (values[0] ?? 0) : 1;
        return (value as (...all: number[]) => unknown).apply(text, values);
      };
    },
  });
  try {
    parse(watched as unknown as string);
  } catch {
    // Most of these texts are refused; what counts is how soon.
  }
  return looks;
};

describe('hostile structured fields', () => {
  it('are not read when they are longer than 64 KiB, or than the caller says', () => {
    expect(() => parseList(filled('1,', LENGTH + 1))).toThrow(
      'Expected a structured field of at most 65536 characters, got 65537.',
    );
    expect(parseItem(`"${filled('a', LENGTH - 2)}"`).value.value).toHaveLength(LENGTH - 2);
    expect(() => parseDictionary('a=1', { maxLength: 2 })).toThrow(expect.objectContaining({ position: 2 }));
    expect(parseDictionary('a=1', { maxLength: 3 }).size).toBe(1);
  });

  it.each([
    '(',
    '() ',
    '(),',
    '( ',
    ' ',
    '\t',
    '"',
    '""',
    '"\\',
    '\\"',
    '";',
    ':',
    ':,:',
    '::,',
    '=',
    'A',
    '%"',
    '%"%',
    '%c3',
    ';a',
    'a;',
    'a=',
    'a,',
    'a=(',
    'a=1, ',
    '1',
    '1.',
    '-',
    '@1,',
    '?1,',
    '*',
    '\u{1F9F0}',
  ])('of %j over and over cost no more than a few looks for each character', (pattern) => {
    for (const start of ['', 'a=', 'a="', 'a=:', 'a=(', 'a=%"', 'a;']) {
      const text = filled(start + filled(pattern), LENGTH).slice(0, LENGTH);
      for (const parse of [parseItem, parseList, parseDictionary])
        expect(looksAt(text, parse)).toBeLessThan(8 * LENGTH);
    }
  });

  it('with thousands of members and parameters are read', () => {
    const members = Array.from({ length: 8000 }, (_, n) => `k${n}`);
    expect(parseDictionary(members.join(', ')).size).toBe(8000);
    expect(parseDictionary(members.join(', '), { duplicates: 'refuse' }).size).toBe(8000);
    expect(parseItem(`a;${members.join(';')}`).parameters.size).toBe(8000);
    expect(parseList(`(${members.join(' ')})`)).toHaveLength(1);
  });
});
