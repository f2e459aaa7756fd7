import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  checkValues,
  configurationJsonSchema,
  type ApplicationDescription,
  type Values,
  type ValueSchema,
} from '@margo-sdk/spec-model';
import { applicationOf, described } from './described.js';

const accepts = (description: ApplicationDescription, values: unknown, profile?: string): boolean =>
  z.fromJSONSchema(configurationJsonSchema(description, profile === undefined ? {} : { profile })).safeParse(values)
    .success;
const passes = (description: ApplicationDescription, values: unknown): boolean =>
  checkValues(description, values as Values).every(({ severity }) => severity !== 'error');

describe('the JSON Schema of a configuration', () => {
  it('says what a person reads and what a value must obey', () => {
    const schema = configurationJsonSchema(
      described((d) => {
        d.configuration.sections[0].settings[0].description = 'How often.';
        delete d.parameters.site.value;
      }),
    );
    expect(schema).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Configuration of App',
      type: 'object',
      properties: {
        poll: { title: 'Poll', description: 'How often.', default: 30, $ref: '#/$defs/seconds' },
        site: { title: 'Site', $ref: '#/$defs/text' },
      },
      required: ['site'],
      additionalProperties: false,
      $defs: {
        seconds: { type: 'integer', minimum: 1, maximum: 60 },
        text: { type: 'string', minLength: 1, maxLength: 10 },
      },
    });
  });

  it('asks for nothing that does not reach the profile', () => {
    const description = described((d) => {
      delete d.parameters.site.value;
    });
    expect(configurationJsonSchema(description, { profile: 'app-compose' })).not.toHaveProperty('required');
    expect(configurationJsonSchema(description, { profile: 'app-helm' })['required']).toEqual(['site']);
    expect(() => configurationJsonSchema(description, { profile: 'x' })).toThrow(
      expect.objectContaining({ code: 'ERR_PROFILE_UNKNOWN' }),
    );
  });

  it('asks for a value where the default is one that its own schema refuses', () => {
    const description = applicationOf({ port: { schema: { dataType: 'integer', maxValue: 9 }, value: 10 } });
    expect(configurationJsonSchema(description)['required']).toEqual(['port']);
  });

  it('takes any value for a parameter that no setting is about', () => {
    const description = described((d) => {
      delete d.configuration;
    });
    for (const [value, good] of [
      [1, true],
      [['a'], true],
      [null, true],
      [{}, false],
      [[1, 'a'], false],
    ]) {
      expect([value, accepts(description, { poll: value })]).toEqual([value, good]);
      expect([value, passes(description, { poll: value })]).toEqual([value, good]);
    }
  });

  it('says in a comment what JSON Schema cannot', () => {
    const defs = configurationJsonSchema(
      applicationOf({
        ratio: { schema: { dataType: 'double', minPrecision: 1, maxPrecision: 2 } },
        whole: { schema: { dataType: 'double', maxPrecision: 0 } },
        odd: { schema: { dataType: 'string', regexMatch: '^a\\-b' } },
        slow: { schema: { dataType: 'string', regexMatch: '(?=a)b' } },
      }),
    )['$defs'];
    expect(defs).toEqual({
      'ratio-schema': { type: 'number', $comment: 'Decimal places: at least 1 and at most 2.' },
      'whole-schema': { type: 'number', multipleOf: 1 },
      'odd-schema': {
        type: 'string',
        minLength: 1,
        maxLength: 1024,
        $comment: 'The text must also match a pattern that JSON Schema cannot say.',
      },
      'slow-schema': {
        type: 'string',
        minLength: 1,
        maxLength: 1024,
        not: {},
        $comment: 'The pattern of this schema cannot be matched, so no value is accepted.',
      },
    });
  });

  it('finds its definitions whatever their names are', () => {
    const description = described((d) => {
      d.configuration.schema[0].name = 'a/b~c %d';
      d.configuration.sections[0].settings[0].schema = 'a/b~c %d';
    });
    const { properties } = configurationJsonSchema(description) as { properties: Record<string, { $ref: string }> };
    expect(properties['poll']?.$ref).toBe('#/$defs/a~1b~0c%20%25d');
  });

  it('accepts what checkValues accepts, and nothing else', () => {
    const text = fc.constantFrom('', 'a', 'ab', 'abc', 'b', 'zz', 'aaaaaaa');
    const number = fc.constantFrom(-1, 0, 1, 1.5, 2, 3, 10, 2.25);
    const scalar = fc.oneof(text, number, fc.boolean());
    const value = fc.oneof(
      scalar,
      fc.constant(null),
      fc.array(text, { maxLength: 3 }),
      fc.array(number, { maxLength: 3 }),
      fc.array(fc.boolean(), { maxLength: 3 }),
      fc.constant([1, 'a']),
      fc.constant({ a: 1 }),
    );
    const limits = {
      allowEmpty: fc.boolean(),
      multiselect: fc.boolean(),
    };
    const rule = { requiredKeys: [] as [] };
    const lengths = { minLength: fc.nat(3), maxLength: fc.nat(4), regexMatch: fc.constantFrom('^a', 'b$', 'a{2}') };
    const bounds = { minValue: fc.integer({ min: -1, max: 2 }), maxValue: fc.integer({ min: 0, max: 9 }) };
    const options = fc.array(fc.oneof(fc.constantFrom('', 'a', 'b', '1', '2', '1.5', 'true'), number), {
      minLength: 1,
    });
    const schema = fc.oneof(
      fc.record({ dataType: fc.constantFrom('string', 'array[string]'), ...lengths, ...limits, options }, rule),
      fc.record(
        {
          dataType: fc.constantFrom('integer', 'double', 'array[integer]', 'array[double]'),
          ...bounds,
          ...limits,
          options,
        },
        rule,
      ),
      fc.record({ dataType: fc.constantFrom('boolean', 'array[boolean]'), ...limits, options }, rule),
    );
    const seen = { good: 0, bad: 0 };
    fc.assert(
      fc.property(
        schema,
        fc.option(fc.oneof(scalar, fc.array(text, { maxLength: 2 })), { nil: undefined }),
        fc.option(value, { nil: undefined }),
        (limits, fallback, chosen) => {
          const described = { dataType: 'string', ...limits } as Omit<ValueSchema, 'name'>;
          const description = applicationOf({ p: { schema: described, value: fallback } });
          const values = chosen === undefined ? {} : { p: chosen };
          const good = passes(description, values);
          seen[good ? 'good' : 'bad'] += 1;
          expect(accepts(description, values)).toBe(good);
        },
      ),
      { numRuns: 600 },
    );
    expect(seen.good).toBeGreaterThan(15);
    expect(seen.bad).toBeGreaterThan(15);
  });
});
