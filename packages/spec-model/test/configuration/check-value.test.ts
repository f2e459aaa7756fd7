import { describe, expect, it } from 'vitest';
import { checkValue, type ParameterValue, type ValueSchema } from '@margo-sdk/spec-model';

const schema = (more: Partial<ValueSchema>): ValueSchema => ({ name: 's', dataType: 'string', ...more });

describe('checking a value against its schema', () => {
  const CASES: readonly (readonly [string, ValueSchema, ParameterValue | undefined, string | undefined])[] = [
    ['empty text where a value is required (A-01)', schema({}), '', 'must not be empty'],
    ['empty text where that is allowed', schema({ allowEmpty: true, minLength: 5 }), '', undefined],
    ['a missing number', schema({ dataType: 'integer' }), undefined, 'must not be empty'],
    ['a missing number where that is allowed', schema({ dataType: 'integer', allowEmpty: true }), undefined, undefined],
    ['empty text for a number (A-02)', schema({ dataType: 'integer', allowEmpty: true }), '', 'must be a whole number'],
    ['an empty list (A-02)', schema({ dataType: 'array[string]' }), [], 'must not be empty'],
    ['an empty list where that is allowed', schema({ dataType: 'array[string]', allowEmpty: true }), [], undefined],
    ['length in characters, not units', schema({ maxLength: 1 }), '😀', undefined],
    ['too short', schema({ minLength: 2 }), 'a', 'is shorter than 2 characters'],
    ['pattern unanchored (A-03)', schema({ regexMatch: 'b' }), 'abc', undefined],
    ['pattern missed', schema({ regexMatch: '^b' }), 'abc', 'does not match the pattern of its schema'],
    ['a decimal for an integer', schema({ dataType: 'integer' }), 1.5, 'must be a whole number'],
    ['no number at all', schema({ dataType: 'double' }), Number.NaN, 'must be a number'],
    ['below', schema({ dataType: 'double', minValue: 0.5 }), 0.4, 'is below 0.5'],
    ['decimal places (A-10)', schema({ dataType: 'double', maxPrecision: 1 }), 1.25, 'has more than 1 decimal places'],
    [
      'places of a tiny number',
      schema({ dataType: 'double', maxPrecision: 7 }),
      1.5e-7,
      'has more than 7 decimal places',
    ],
    ['places of a huge number', schema({ dataType: 'double', maxPrecision: 0 }), 1.5e21, undefined],
    ['zeros that a number forgets (CF-15)', schema({ dataType: 'double', minPrecision: 2 }), 1.5, undefined],
    ['text for a boolean', schema({ dataType: 'boolean' }), 'true', 'must be true or false'],
    ['option of another type (A-09)', schema({ dataType: 'integer', options: ['1', '2'] }), 2, undefined],
    ['option written otherwise (A-09)', schema({ dataType: 'double', options: ['1.0', '2'] }), 1, undefined],
    ['boolean option (A-09)', schema({ dataType: 'boolean', options: ['true'] }), true, undefined],
    ['no option', schema({ options: ['a', 'b'] }), 'c', 'is not one of a, b'],
    ['one for many', schema({ options: ['a'], multiselect: true }), 'a', 'must be a list'],
    ['many for one', schema({}), ['a'], 'must not be a list'],
    ['a list with a bad element', schema({ dataType: 'array[integer]', maxValue: 3 }), [1, 9], 'is above 3'],
  ];
  it.each(CASES)('%s', (_, limits, value, fault) => {
    expect(checkValue(limits, value)).toEqual(fault === undefined ? [] : [fault]);
  });

  it('lists some of many options, and not all of long ones', () => {
    const options = Array.from({ length: 5000 }, (_, n) => `${n}${'x'.repeat(100)}`);
    const [said = ''] = checkValue(schema({ options }), 'y');
    expect(said).toMatch(/^is not one of 0x+, .* and 4990 more$/);
    expect(said.length).toBeLessThan(600);
  });
});

describe('a pattern (A-03)', () => {
  const outcome = (regexMatch: string, value: string) => checkValue(schema({ regexMatch }), value)[0] ?? 'accepted';

  it.each([
    ['\\u00e9', 'é'],
    ['^\\p{L}+$', 'Größe'],
    ['^(?<year>\\d{4})-(?:\\d{2})$', '2026-11'],
    ['^[^]$', '\n'],
    ['^\\/api\\/', '/api/v1'],
    ['^[\\w.-]{1,60}@[a-z]+(?:\\.[a-z]{2,10}){1,4}$', 'a.b@example.com'],
  ])('%s matches %j', (pattern, value) => {
    expect(outcome(pattern, value)).toBe('accepted');
  });

  // The platform reads these as plain letters or as a set of characters, the engine that matches does not.
  it.each(['\\Afoo', 'foo\\z', '\\Qa.b\\E', '[[:alpha:]]', '\\a', '\\pN', '(?=a)', '(a)\\1', '(?<!a)b'])(
    '%s is not matched, because it could mean something else or take too long',
    (pattern) => {
      expect(outcome(pattern, 'foo')).toBe('cannot be checked against the pattern of its schema');
    },
  );

  it.each(['(?:' + 'a'.repeat(490) + '){1000}', '(?:(?:(?:a{30}){30}){30}){30}', '((a{0,99}){0,99}){0,99}'])(
    'that compiles to too much is not compiled: %.30s',
    (pattern) => {
      expect(outcome(pattern, 'a')).toBe('cannot be checked against the pattern of its schema');
    },
  );

  it('an escaped backslash before a letter is only that', () => {
    expect(outcome('^\\\\A$', '\\A')).toBe('accepted');
  });
});
