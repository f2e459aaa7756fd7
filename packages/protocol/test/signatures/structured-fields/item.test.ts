import { describe, expect, it } from 'vitest';
import {
  parseItem,
  serialiseItem,
  StructuredFieldError,
  type BareItem,
} from '../../../src/signatures/structured-fields/index.js';

/** What a text of one value is read as, and written as where that differs. */
const VALUES: readonly (readonly [text: string, value: BareItem, canonical?: string])[] = [
  ['0', { type: 'integer', value: 0 }],
  ['-0', { type: 'integer', value: 0 }, '0'],
  ['00', { type: 'integer', value: 0 }, '0'],
  ['-007', { type: 'integer', value: -7 }, '-7'],
  ['999999999999999', { type: 'integer', value: 999_999_999_999_999 }],
  ['-999999999999999', { type: 'integer', value: -999_999_999_999_999 }],
  ['1.0', { type: 'decimal', value: 1 }],
  ['-0.0', { type: 'decimal', value: 0 }, '0.0'],
  ['3.250', { type: 'decimal', value: 3.25 }, '3.25'],
  ['007.5', { type: 'decimal', value: 7.5 }, '7.5'],
  ['-999999999999.999', { type: 'decimal', value: -999_999_999_999.999 }],
  ['123456789012.101', { type: 'decimal', value: 123_456_789_012.101 }],
  ['""', { type: 'string', value: '' }],
  ['"press 7"', { type: 'string', value: 'press 7' }],
  [String.raw`"a \"b\" \\ c"`, { type: 'string', value: String.raw`a "b" \ c` }],
  [String.raw`"\\\\\""`, { type: 'string', value: String.raw`\\"` }],
  ['press', { type: 'token', value: 'press' }],
  ['*', { type: 'token', value: '*' }],
  ["Text/html:8!#$%&'*+-.^_`|~", { type: 'token', value: "Text/html:8!#$%&'*+-.^_`|~" }],
  ['::', { type: 'bytes', value: Uint8Array.of() }],
  [':AP//:', { type: 'bytes', value: Uint8Array.of(0, 255, 255) }],
  [':+/+/AA==:', { type: 'bytes', value: Uint8Array.of(251, 255, 191, 0) }],
  ['?0', { type: 'boolean', value: false }],
  ['?1', { type: 'boolean', value: true }],
  ['@0', { type: 'date', value: 0 }],
  ['@1618884473', { type: 'date', value: 1_618_884_473 }],
  ['@-1618884473', { type: 'date', value: -1_618_884_473 }],
  ['@999999999999999', { type: 'date', value: 999_999_999_999_999 }],
  ['%""', { type: 'display-string', value: '' }],
  ['%"Presse %c3%bc"', { type: 'display-string', value: 'Presse ü' }],
  ['%"%22 %25 %5c \\"', { type: 'display-string', value: '" % \\ \\' }, '%"%22 %25 \\ \\"'],
  ['%"%f0%9f%a7%b0%00"', { type: 'display-string', value: '\u{1F9F0}\0' }],
  ['%"%ef%bb%bfa"', { type: 'display-string', value: '\uFEFFa' }],
  // RFC 9651 §4.2.7 wants these read, although nobody should write them.
  [':/w:', { type: 'bytes', value: Uint8Array.of(255) }, ':/w==:'],
  [':AB==:', { type: 'bytes', value: Uint8Array.of(0) }, ':AA==:'],
];

/** What is no value, and how many characters of it are fine. */
const FAULTS: readonly (readonly [text: string, position: number])[] = [
  ['', 0],
  ['   ', 3],
  ['\t1', 0],
  ['1\t', 1],
  ['1 2', 2],
  ['1,2', 1],
  ['-', 1],
  ['--1', 1],
  ['+1', 0],
  ['.5', 0],
  ['1e3', 1],
  ['1.', 2],
  ['1.a', 2],
  ['1.2.3', 3],
  ['1000000000000000', 0],
  ['-1000000000000000', 1],
  ['1000000000000.0', 0],
  ['1.0001', 2],
  ['"', 1],
  ['"press', 6],
  ['"a\\', 3],
  ['"a\\n"', 3],
  ['"a\tb"', 2],
  ['"a\u007f"', 2],
  ['"ü"', 1],
  ["'press'", 0],
  ['pre\u0131ss', 3],
  ['{}', 0],
  [':', 1],
  [':AAA', 4],
  [':AA A:', 3],
  [':AA\nA:', 3],
  [':A_-A:', 2],
  [':A:', 1],
  [':AA=A:', 1],
  [':AAAA=:', 1],
  [':====:', 1],
  ['?', 1],
  ['?2', 1],
  ['?true', 1],
  ['@', 1],
  ['@1.5', 1],
  ['@press', 1],
  ['@@1', 1],
  ['%', 1],
  ['%press', 1],
  ['%"', 2],
  ['%"a%"', 4],
  ['%"%c"', 4],
  ['%"%C3%BC"', 3],
  ['%"%0g"', 4],
  ['%"ü"', 2],
  ['%"\n"', 2],
  ['%"%ff"', 0],
  ['%"%c3%28"', 0],
  ['%"%ed%a0%80"', 0],
  ['1;', 2],
  ['1; ', 3],
  ['1;A', 2],
  ['1;2', 2],
  ['1;a=', 4],
  ['1;a =1', 4],
  ['1;a= 1', 4],
  ['1 ;a', 2],
  ['1;\ta', 2],
  ['1;a=(1)', 4],
  ['(1)', 0],
];

describe('a value of a structured field (RFC 9651 §4)', () => {
  it.each(VALUES.map(([text, value, canonical = text]) => ({ text, value, canonical })))(
    '$text is read and written',
    ({ text, value, canonical }) => {
      const item = parseItem(text);
      expect(item.value).toEqual(value);
      expect(serialiseItem(item)).toBe(canonical);
      expect(serialiseItem(parseItem(`  ${text}  `))).toBe(canonical);
    },
  );

  it.each(FAULTS)('%j is refused at %i', (text, position) => {
    const read = (): unknown => parseItem(text);
    expect(read).toThrow(StructuredFieldError);
    expect(read).toThrow(expect.objectContaining({ code: 'ERR_STRUCTURED_FIELD_INVALID', position }));
  });

  it('says what was expected, and shows no more than one character of what came', () => {
    expect(() => parseItem('"secret\u0007"')).toThrow(
      'Expected a printable ASCII character or the closing quote at position 7 of the structured field, got U+0007.',
    );
    expect(() => parseItem('1;A')).toThrow(/at position 2 of the structured field, got 'A'\.$/);
    expect(() => parseItem('1;')).toThrow(/at position 2 of the structured field, got the end\.$/);
  });

  it('has parameters in their order; the last of one name counts, at the place of the first', () => {
    const item = parseItem('a;x=1;  y;z=?1;x=:AA==:');
    expect([...item.parameters]).toEqual([
      ['x', { type: 'bytes', value: Uint8Array.of(0) }],
      ['y', { type: 'boolean', value: true }],
      ['z', { type: 'boolean', value: true }],
    ]);
    expect(serialiseItem(item)).toBe('a;x=:AA==:;y;z');
    expect(() => parseItem('a;x=1;y;x=2', { duplicates: 'refuse' })).toThrow(
      expect.objectContaining({ code: 'ERR_STRUCTURED_FIELD_INVALID', position: 8 }),
    );
  });

  it('takes the names of members that every object has as names of parameters', () => {
    expect(() => parseItem('a;__proto__=1')).toThrow(StructuredFieldError);
    expect([...parseItem('a;constructor;a__proto__=1').parameters.keys()]).toEqual(['constructor', 'a__proto__']);
  });
});
