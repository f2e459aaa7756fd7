import { describe, expect, it } from 'vitest';
import {
  isInnerList,
  parseDictionary,
  parseList,
  serialiseDictionary,
  serialiseInnerList,
  serialiseList,
} from '../../../src/signatures/structured-fields/index.js';

describe('a list (RFC 9651 §4.2.1)', () => {
  it.each([
    ['', ''],
    ['   ', ''],
    ['1', '1'],
    ['  1 ', '1'],
    ['1,2', '1, 2'],
    ['1 \t,\t 2\t', '1, 2'],
    ['a;x, "b" ,?0', 'a;x, "b", ?0'],
    ['()', '()'],
    ['(  )', '()'],
    ['( 1  2 )', '(1 2)'],
    ['("a";x "b");y=1', '("a";x "b");y=1'],
    ['(1), (2 3);a, 4', '(1), (2 3);a, 4'],
  ])('%j is written as %j', (text, canonical) => {
    expect(serialiseList(parseList(text))).toBe(canonical);
  });

  it.each([
    [',', 0],
    ['1,', 2],
    ['1, ', 3],
    ['1,,2', 2],
    [',1', 0],
    ['1 2', 2],
    ['\t1', 0],
    ['(', 1],
    ['(1', 2],
    ['(1 ', 3],
    ['(1\t2)', 2],
    ['("a""b")', 4],
    ['(1,2)', 2],
    ['((1))', 1],
    ['1)', 1],
    ['(1);', 4],
    ['(1) ;a', 4],
    ['(1)2', 3],
    ['a=1', 1],
  ])('%j is refused at %i', (text, position) => {
    expect(() => parseList(text)).toThrow(expect.objectContaining({ code: 'ERR_STRUCTURED_FIELD_INVALID', position }));
  });

  it('tells lists in parentheses from values', () => {
    expect(parseList('1, (1), ()').map(isInnerList)).toEqual([false, true, true]);
  });
});

describe('a dictionary (RFC 9651 §4.2.2)', () => {
  it.each([
    ['', ''],
    ['a=1', 'a=1'],
    [' a=1 , b , c=(1 2);x\t,d;y=2 ', 'a=1, b, c=(1 2);x, d;y=2'],
    ['a=?1;x', 'a;x'],
    ['*a.b-c_9=1', '*a.b-c_9=1'],
    ['b=1,a=2,b=3', 'b=3, a=2'],
  ])('%j is written as %j', (text, canonical) => {
    expect(serialiseDictionary(parseDictionary(text))).toBe(canonical);
  });

  it.each([
    ['A=1', 0],
    ['1=1', 0],
    ['_a=1', 0],
    ['a =1', 2],
    ['a= 1', 2],
    ['a=', 2],
    ['a=1,', 4],
    ['a=1;b=1;,', 8],
    ['a=1 b=2', 4],
    ['a=1;;', 4],
    ['=1', 0],
    ['"a"=1', 0],
  ])('%j is refused at %i', (text, position) => {
    expect(() => parseDictionary(text)).toThrow(
      expect.objectContaining({ code: 'ERR_STRUCTURED_FIELD_INVALID', position }),
    );
  });

  it('is refused when a key comes twice and must not', () => {
    expect(() => parseDictionary('sig=1, b=2, sig', { duplicates: 'refuse' })).toThrow(
      expect.objectContaining({ code: 'ERR_STRUCTURED_FIELD_DUPLICATE', position: 12 }),
    );
    expect(() => parseDictionary('sig=("a";x;x)', { duplicates: 'refuse' })).toThrow(
      expect.objectContaining({ code: 'ERR_STRUCTURED_FIELD_INVALID', position: 11 }),
    );
    // The same name at several items is not the same key twice.
    expect(parseDictionary('sig=("a";x "b";x);x, b;x', { duplicates: 'refuse' }).size).toBe(2);
  });

  it('gives the parameters of a signature as they were signed', () => {
    const text =
      'sig1=("@method" "@target-uri" "content-digest";req);created=1618884473;keyid="press-7";alg="ed25519";nonce=:AAEC:';
    const member = parseDictionary(text, { duplicates: 'refuse' }).get('sig1')!;
    expect(isInnerList(member) && member.items.map((item) => item.value.value)).toEqual([
      '@method',
      '@target-uri',
      'content-digest',
    ]);
    expect(isInnerList(member) && serialiseInnerList(member)).toBe(text.slice('sig1='.length));
  });
});
