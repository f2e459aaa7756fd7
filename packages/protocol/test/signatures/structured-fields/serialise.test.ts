import { describe, expect, it } from 'vitest';
import {
  serialiseBareItem,
  serialiseDictionary,
  serialiseInnerList,
  serialiseItem,
  serialiseList,
  StructuredFieldError,
  type BareItem,
  type Parameters,
} from '../../../src/signatures/structured-fields/index.js';

const none: Parameters = new Map();
const integer = (value: number): BareItem => ({ type: 'integer', value });

describe('writing structured fields (RFC 9651 §4.1)', () => {
  it.each([
    [1, '1.0'],
    [-2.5, '-2.5'],
    [0.1 + 0.2, '0.3'],
    [0.0005, '0.0'],
    [0.0015, '0.002'],
    [0.0025, '0.002'],
    [0.0035, '0.004'],
    [-0.0025, '-0.002'],
    [0.00250001, '0.003'],
    [0.00249999, '0.002'],
    [1.0305, '1.03'],
    [9.9995, '10.0'],
    [-0.0004, '0.0'],
    [-0, '0.0'],
    [5e-7, '0.0'],
    [9.99e-7, '0.0'],
    [5e-324, '0.0'],
    [999_999_999_999.999, '999999999999.999'],
  ])('rounds the decimal %d to %s: three places, halves to the even digit', (value, written) => {
    expect(serialiseBareItem({ type: 'decimal', value })).toBe(written);
  });

  it.each<BareItem>([
    integer(1e15),
    integer(-1e15),
    integer(1.5),
    integer(NaN),
    integer(Infinity),
    { type: 'date', value: 1e15 },
    { type: 'date', value: 0.5 },
    { type: 'decimal', value: 1e12 },
    { type: 'decimal', value: -1e12 },
    { type: 'decimal', value: 999_999_999_999.9996 },
    { type: 'decimal', value: 1e300 },
    { type: 'decimal', value: NaN },
    { type: 'decimal', value: -Infinity },
    { type: 'string', value: 'ü' },
    { type: 'string', value: 'a\nb' },
    { type: 'string', value: '\u007f' },
    { type: 'token', value: '' },
    { type: 'token', value: '7a' },
    { type: 'token', value: 'a b' },
    { type: 'token', value: 'a"' },
    { type: 'token', value: 'aü' },
    { type: 'display-string', value: '\ud800' },
    { type: 'display-string', value: 'a\udc00b' },
  ])('refuses $value as $type, without repeating it', (item) => {
    const write = (): string => serialiseBareItem(item);
    expect(write).toThrow(StructuredFieldError);
    expect(write).toThrow(/^Expected .+ to write, got something else\.$/);
  });

  it.each(['', 'A', 'a b', '7', '-a', 'aB', 'ä', 'a='])('refuses the key %j', (key) => {
    const parameters: Parameters = new Map([[key, integer(1)]]);
    const item = { value: integer(1), parameters: none };
    expect(() => serialiseItem({ value: integer(1), parameters })).toThrow(StructuredFieldError);
    expect(() => serialiseInnerList({ items: [], parameters })).toThrow(StructuredFieldError);
    expect(() => serialiseDictionary(new Map([[key, item]]))).toThrow(StructuredFieldError);
  });

  it('leaves out the value of what is simply true', () => {
    const yes: BareItem = { type: 'boolean', value: true };
    const no: BareItem = { type: 'boolean', value: false };
    const parameters: Parameters = new Map([
      ['p', yes],
      ['q', no],
    ]);
    expect(
      serialiseDictionary(
        new Map([
          ['a', { value: yes, parameters }],
          ['b', { value: no, parameters: none }],
        ]),
      ),
    ).toBe('a;p;q=?0, b=?0');
    expect(serialiseItem({ value: yes, parameters })).toBe('?1;p;q=?0');
  });

  it('writes an empty list and an empty dictionary as nothing', () => {
    expect(serialiseList([])).toBe('');
    expect(serialiseDictionary(new Map())).toBe('');
    expect(serialiseInnerList({ items: [], parameters: none })).toBe('()');
  });
});
