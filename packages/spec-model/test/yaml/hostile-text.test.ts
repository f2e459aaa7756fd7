import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  safeParseApplicationDeployment,
  safeParseApplicationDescription,
  safeParseStateManifest,
} from '@margo-sdk/spec-model';

/** Shapes that end the process of a reader that composes before it looks. */
const SHAPES: Readonly<Record<string, string>> = {
  'flow lists': '['.repeat(1000) + ']'.repeat(1000),
  'open flow lists': '['.repeat(50_000),
  'flow mappings': '{a: '.repeat(5000) + '1' + '}'.repeat(5000),
  'block lists': '- '.repeat(3000) + 'a',
  'explicit keys': '? '.repeat(3000) + 'a',
  'block mappings': Array.from({ length: 1200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
};

const faults = (text: string): readonly string[] => {
  const result = safeParseApplicationDescription(text);
  expect(result.ok).toBe(false);
  return result.issues.map(({ message }) => message);
};

describe('hostile text', () => {
  it.each(Object.entries(SHAPES))('refuses %s nested too deep, again and again', (_, text) => {
    for (let round = 0; round < 3; round += 1) expect(faults(text)[0]).toMatch(/nested deeper than 64/);
  });

  it('accepts 64 levels and refuses 65', () => {
    const nested = (depth: number): string => `a: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`;
    expect(faults(nested(64)).join()).not.toMatch(/nested deeper/);
    expect(faults(nested(65)).join()).toMatch(/nested deeper/);
  });

  it('refuses a text over the limit of bytes, counted in UTF-8', () => {
    expect(faults('#'.repeat(1_048_577))[0]).toMatch(/longer than 1048576 bytes/);
    expect(faults('#' + 'ä'.repeat(524_288))[0]).toMatch(/longer than 1048576 bytes/);
  });

  it('refuses aliases, and so the billion laughs', () => {
    expect(faults('a: &x [1, 1]\nb: [*x, *x]')).toContain('The alias is not allowed.');
  });

  it('refuses unknown tags, keys that stand twice, several documents and the empty text', () => {
    expect(faults('a: !!js/function x')[0]).toMatch(/tag/i);
    expect(faults('a: 1\na: 2')[0]).toBe('The key stands twice.');
    expect(faults('a: 1\n---\nb: 2')).toContain('There is more than one document in the text.');
    expect(faults('# nothing\n')).toContain('The text is empty.');
  });

  it('refuses keys that are no names', () => {
    expect(faults('? {a: 1}\n: b')).toContain('A key must be a single name.');
    expect(faults('1: a\n"1": b')).toContain('The key stands twice.');
  });

  it('gets through a megabyte of keys, which takes for ever when each is compared with all others', () => {
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: 70_000 }, (_, n) => [`k${n}`, n])));
    expect(text.length).toBeGreaterThan(900_000);
    expect(safeParseStateManifest(text).ok).toBe(false);
  });

  it('gets through patterns that make a backtracking engine try for ever (A-03)', () => {
    const text = `
configuration:
  sections: [{ name: s, settings: [{ parameter: p, name: n, schema: evil }] }]
  schema: [{ name: evil, dataType: string, regexMatch: "^(a|a|aa)+$" }]
parameters: { p: { value: ${'a'.repeat(1000)}b, targets: [{ pointer: x, components: [y] }] } }`;
    expect(safeParseApplicationDescription(text).issues.map(({ rule }) => rule)).toContain('CF-11');
  });

  it('gets through many values of one large pattern', () => {
    const values = Array.from(
      { length: 900 },
      (_, n) => `  p${n}: { value: ${'a'.repeat(900)}, targets: [{ pointer: x${n}, components: [y] }] }`,
    );
    const settings = values.map((_, n) => `{ parameter: p${n}, name: n, schema: large }`);
    const text = `
configuration:
  sections: [{ name: s, settings: [${settings.join(', ')}] }]
  schema: [{ name: large, dataType: string, regexMatch: "${'(a?){500}'.repeat(20)}b" }]
parameters:
${values.join('\n')}`;
    const rules = safeParseApplicationDescription(text).issues.map(({ rule }) => rule);
    expect(rules.filter((rule) => rule === 'CF-11')).toHaveLength(900);
    expect(rules).toContain('CF-09');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(safeParseApplicationDescription(Uint8Array.of(0x61, 0xff)).issues[0]?.message).toBe(
      'The bytes are not UTF-8.',
    );
  });

  it('refuses __proto__ as a name, wherever it stands', () => {
    expect(faults('parameters: { __proto__: { value: 1 } }')).toEqual(['The key __proto__ is not allowed.']);
    expect(safeParseStateManifest('{"__proto__": 1}').issues[0]?.message).toBe('The key __proto__ is not allowed.');
  });

  it('gets through a target that names one strange component many times', () => {
    const names = Array.from({ length: 200_000 }, () => 'b').join(',');
    const result = safeParseApplicationDeployment(`
id: a3e2f5dc-912e-494f-8395-52cf3769bc06
metadata: { name: a, namespace: a, deviceId: a }
spec:
  applicationId: a
  deploymentProfile: { type: helm, components: [{ name: a, properties: { repository: oci://a/a, revision: 1.0.0 } }] }
  parameters: { p: { value: 1, targets: [{ pointer: x, components: [${names}] }] } }`);
    expect(result.issues).toHaveLength(200_000);
  });

  it('gives a result for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(typeof safeParseApplicationDescription(text).ok).toBe('boolean');
        expect(typeof safeParseStateManifest(text).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
