import fc from 'fast-check';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import {
  parseDictionary,
  parseItem,
  parseList,
  serialiseDictionary,
  serialiseItem,
  serialiseList,
} from '../../../src/signatures/structured-fields/index.js';

interface OtherParser {
  parseItem(this: void, text: string): unknown;
  parseList(this: void, text: string): unknown;
  parseDictionary(this: void, text: string): unknown;
  serializeItem(this: void, value: unknown): string;
  serializeList(this: void, value: unknown): string;
  serializeDictionary(this: void, value: unknown): string;
}

const require = createRequire(import.meta.url);
// A library for signatures brings it along; it is asked for nothing but a second opinion.
const other = createRequire(require.resolve('http-message-signatures'))('structured-headers') as OtherParser;

const outcome = (run: () => string): string => {
  try {
    return `= ${run()}`;
  } catch {
    return 'refused';
  }
};

// No dates, which it cannot read with anything behind them, and no zeros, as it cannot tell 1.0 from 1.
const PIECES = [
  ...'();,=:"\\?%*-. ab_1A',
  '\t',
  '\u00fc',
  '12',
  '.5',
  '?1',
  ':AA==:',
  ':AAE=:',
  '%"',
  '%c3%bc',
  '"a"',
  '"\\""',
  ', ',
  '; ',
  ';a=1',
  'a=',
  '(1 2)',
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(''));

describe('another parser of structured fields', () => {
  it('takes and refuses the same texts, and writes them the same', () => {
    fc.assert(
      fc.property(text, (input) => {
        expect([
          outcome(() => serialiseItem(parseItem(input))),
          outcome(() => serialiseList(parseList(input))),
          outcome(() => serialiseDictionary(parseDictionary(input))),
        ]).toEqual([
          outcome(() => other.serializeItem(other.parseItem(input))),
          outcome(() => other.serializeList(other.parseList(input) as unknown[])),
          outcome(() => other.serializeDictionary(other.parseDictionary(input))),
        ]);
      }),
      { numRuns: 5000 },
    );
  });
});
