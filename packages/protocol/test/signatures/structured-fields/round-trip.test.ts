import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseDictionary,
  parseItem,
  parseList,
  serialiseDictionary,
  serialiseItem,
  serialiseList,
  StructuredFieldError,
  type BareItem,
  type InnerList,
  type Item,
} from '../../../src/signatures/structured-fields/index.js';

const characters = (allowed: string, constraints: fc.ArrayConstraints = {}): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...allowed), { maxLength: 12, ...constraints }).map((all) => all.join(''));
const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, n) => String.fromCharCode(from + n)).join('');
const LOWER = range(0x61, 0x7a);
const ALPHA = LOWER + LOWER.toUpperCase();
const DIGITS = range(0x30, 0x39);

const startedBy = (first: string, others: string): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...first), characters(others)).map(([one, more]) => one + more);
const key = startedBy(`${LOWER}*`, `${LOWER}${DIGITS}_-.*`);
const whole = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });

const bareItem: fc.Arbitrary<BareItem> = fc.oneof(
  whole.map((value): BareItem => ({ type: 'integer', value })),
  whole.map((thousandths): BareItem => ({ type: 'decimal', value: thousandths / 1000 })),
  whole.map((value): BareItem => ({ type: 'date', value })),
  characters(range(0x20, 0x7e)).map((value): BareItem => ({ type: 'string', value })),
  startedBy(`${ALPHA}*`, `${ALPHA}${DIGITS}!#$%&'*+-.^_\`|~:/`).map((value): BareItem => ({ type: 'token', value })),
  fc.string({ unit: 'binary', maxLength: 12 }).map((value): BareItem => ({ type: 'display-string', value })),
  fc.uint8Array({ maxLength: 40 }).map((value): BareItem => ({ type: 'bytes', value })),
  fc.boolean().map((value): BareItem => ({ type: 'boolean', value })),
);
const parameters = fc.array(fc.tuple(key, bareItem), { maxLength: 4 }).map((all) => new Map(all));
const item: fc.Arbitrary<Item> = fc.record({ value: bareItem, parameters }, { noNullPrototype: true });
const innerList: fc.Arbitrary<InnerList> = fc.record(
  { items: fc.array(item, { maxLength: 4 }), parameters },
  { noNullPrototype: true },
);
const member = fc.oneof(item, innerList);

/** Text that is nearly a structured field: what scanners trip over, more often than chance would have it. */
const nearly = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'();,=:"\\?@%*-. \t\n_~', '\u00fc', '?1', ':AA==:', '%"', '%c3', '"a"', ', ', '; '),
      characters(`${LOWER}A09`, { maxLength: 4 }),
    ),
    { maxLength: 24 },
  )
  .map((all) => all.join(''));

describe('structured fields there and back', () => {
  it('gives back every item, list and dictionary that was written', () => {
    fc.assert(
      fc.property(item, (value) => {
        expect(parseItem(serialiseItem(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.array(member, { maxLength: 5 }), (value) => {
        expect(parseList(serialiseList(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, member), { maxLength: 5 }), (entries) => {
        const value = new Map(entries);
        const read = parseDictionary(serialiseDictionary(value), { duplicates: 'refuse' });
        expect([...read]).toEqual([...value]);
      }),
    );
  });

  it('has one canonical form: what was read and written is read and written the same again', () => {
    fc.assert(
      fc.property(nearly, (text) => {
        for (const again of [
          (input: string) => serialiseList(parseList(input)),
          (input: string) => serialiseDictionary(parseDictionary(input)),
          (input: string) => serialiseItem(parseItem(input)),
        ]) {
          let canonical: string;
          try {
            canonical = again(text);
          } catch (error) {
            expect(error).toBeInstanceOf(StructuredFieldError);
            const { position = -1 } = error as StructuredFieldError;
            expect(position).toBeGreaterThanOrEqual(0);
            expect(position).toBeLessThanOrEqual(text.length);
            continue;
          }
          expect(again(canonical)).toBe(canonical);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
