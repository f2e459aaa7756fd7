import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringifyJson, type JsonValue } from '@margo-sdk/spec-model';

it('writes what JSON.parse reads, whatever the order of members', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = stringifyJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(stringifyJson(JSON.parse(text) as JsonValue)).toBe(text);
    }),
  );
});

it('sorts members by their UTF-16 units and leaves undefined ones out (RFC 8785)', () => {
  expect(stringifyJson({ '€': 1, '\r': 2, '1': 3, a: undefined, '😀': 4 })).toBe('{"\\r":2,"1":3,"€":1,"😀":4}');
});
