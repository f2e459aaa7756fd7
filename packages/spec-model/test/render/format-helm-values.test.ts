import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatHelmValues, type HelmValues } from '@margo-sdk/spec-model';

/** As readers of YAML 1.1 and of YAML 1.2 take it. */
const readings = (text: string): unknown[] => [
  parse(text, { version: '1.1', uniqueKeys: true, merge: true }),
  parse(text, { version: '1.2' }),
];

describe('a values.yaml', () => {
  it('is plain block YAML with all text in quotes', () => {
    const text = formatHelmValues({
      image: { tag: '1.0', 'pull/policy': 'Always' },
      hosts: ['a', 'b'],
      rules: [{ port: 80, on: true }, [1, []], {}],
      none: null,
      annotations: { 'example.com/zone': 'north', '1.5': 1, no: 'no' },
    });
    expect(text).toBe(`image:
  tag: "1.0"
  pull/policy: "Always"
hosts:
  - "a"
  - "b"
rules:
  - port: 80
    "on": true
  - - 1
    - []
  - {}
none: null
annotations:
  example.com/zone: "north"
  "1.5": 1
  "no": "no"
`);
    expect(formatHelmValues({})).toBe('{}\n');
  });

  it('says the same in YAML 1.1 and 1.2, whatever the values are', () => {
    const word = fc.oneof(
      fc.constantFrom('yes', 'on', 'y', 'Off', '~', 'null', '012', '1_000', '12:30', '2024-01-01', '1e3', '<<', '='),
      fc.constantFrom(
        '',
        ' ',
        '- a',
        '#x',
        'a: b',
        '\n',
        '"',
        '\\',
        '\t',
        '\u0085',
        '\u2028',
        '\ufeff',
        '{{ x }}',
        '😀',
      ),
      fc.string({ unit: 'binary' }),
    );
    const scalar = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(1.5, 1e21, 1e-7));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(word, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(word, tree, { noNullPrototype: true }), (values) => {
        const text = formatHelmValues(values as HelmValues);
        for (const reading of readings(text)) expect(reading).toEqual(values);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['half a character in a text', { a: 'hunter2\ud800' }],
    ['half a character in a key', { a: { 'x\udc00': 'hunter2' } }],
    ['a key that Helm could not read', { [`${'k'.repeat(1001)}`]: 'hunter2' }],
  ])('is refused for %s, and the value is not told', (_, values) => {
    let error: unknown;
    try {
      formatHelmValues(values);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'ERR_HELM_VALUE' });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});
