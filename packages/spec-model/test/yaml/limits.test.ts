import { describe, expect, it } from 'vitest';
import { DEFAULT_READ_LIMITS, type ReadLimits, safeParseStateManifest } from '@margo-sdk/spec-model';
import { readYaml } from '../../src/yaml/read-yaml.js';

/** Faults as `line:column message`. */
const faults = (text: string, limits?: ReadLimits): readonly string[] => {
  const read = readYaml(text, limits);
  return read.ok ? [] : read.faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
};
const value = (text: string, limits?: ReadLimits): unknown => {
  const read = readYaml(text, limits);
  return read.ok ? read.document.value : undefined;
};

describe('limits', () => {
  it('count values, lists, mappings and pairs, and say where there is one too many', () => {
    // One mapping, and for each member a pair, a key and a value; the value of c is a list of two.
    const text = 'a: 1\nb:\nc: [1, 2]\n';
    expect(faults(text, { maxNodes: 12 })).toEqual([]);
    expect(faults(text, { maxNodes: 11 })).toEqual(['3:8 The text has more than 11 nodes.']);
    expect(faults(text, { maxNodes: 3 })).toEqual(['1:1 The text has more than 3 nodes.']);
  });

  it.each(['? a', '{a}', '[a: ]', '- a: ', '? ', '[,]'])('count what is left out in %s', (text) => {
    expect(faults(text, { maxNodes: 1 }).join()).toMatch(/more than 1 nodes/);
  });

  it('count what is no YAML, and documents that are empty', () => {
    expect(faults('}'.repeat(5), { maxNodes: 4 }).join()).toMatch(/more than 4 nodes/);
    expect(faults('---\n'.repeat(5), { maxNodes: 4 }).join()).toMatch(/more than 4 nodes/);
  });

  it('say which one it is and how to raise it, as an issue of the document', () => {
    const text = '{"manifestVersion": 1, "bundle": null, "deployments": []}';
    const issue = (limits: ReadLimits) => safeParseStateManifest(text, limits).issues[0];
    expect(issue({ maxBytes: 10 })).toMatchObject({
      rule: 'MX-00',
      line: 1,
      column: 1,
      message: 'The text is longer than 10 bytes.',
      hint: expect.stringContaining('maxBytes'),
    });
    expect(issue({ maxNodes: 3 })).toMatchObject({ line: 1, hint: expect.stringContaining('maxNodes') });
    expect(issue({ maxDepth: 1 })).toMatchObject({ column: 55, hint: expect.stringContaining('maxDepth') });
  });

  it('let pass what people write, up to the longest text', () => {
    const text = Array.from({ length: 60_000 }, (_, n) => `key-${n}: value`).join('\n');
    expect(text.length).toBeGreaterThan(DEFAULT_READ_LIMITS.maxBytes * 0.95);
    expect(faults(text)).toEqual([]);
  });

  it.each([
    { maxBytes: -1 },
    { maxDepth: NaN },
    { maxNodes: 1.5 },
    { maxAliases: Infinity },
    { maxDepth: 257 },
    { maxBytes: '10' as unknown as number },
  ])('are refused when they are %j', (limits) => {
    expect(() => safeParseStateManifest('{}', limits)).toThrow(
      expect.objectContaining({
        code: 'ERR_LIMIT_INVALID',
        message: expect.stringContaining(Object.keys(limits).join()),
      }),
    );
  });

  it('are the usual ones where they are undefined', () => {
    expect(faults('a: 1', { maxNodes: undefined } as unknown as ReadLimits)).toEqual([]);
  });
});

describe('aliases', () => {
  const two = { maxAliases: 2 };

  it('are written out where they are allowed', () => {
    expect(value('a: &x { b: 1 }\nc: *x\nd: [*x]\n', two)).toEqual({ a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }] });
    expect(value('- &x 1\n- *x\n- &x 2\n- *x\n', two)).toEqual([1, 1, 2, 2]);
  });

  it('are no shared values: a change of one copy is none of the others', () => {
    const copies = value('a: &x { b: 1 }\nc: *x\n', two) as Record<string, { b: number }>;
    if (copies['c']) copies['c'].b = 2;
    expect(copies['a']).toEqual({ b: 1 });
  });

  it('are found where they stand and where they point to', () => {
    const read = readYaml('a: &x\n  b: 1.0\nc: *x\n', two);
    expect(read.ok && [read.document.locate(['c']), read.document.sourceAt(['c', 'b'])]).toEqual([
      { line: 3, column: 1 },
      '1.0',
    ]);
  });

  it('are refused unless they are allowed, and beyond what is allowed', () => {
    expect(faults('a: &x 1\nb: *x\n')).toEqual(['2:4 The alias is not allowed.']);
    expect(faults('a: &x 1\nb: [*x, *x,\n *x, *x]\n', two)).toEqual(['3:2 The alias is one more than the 2 allowed.']);
  });

  it('are refused when they repeat nothing or themselves', () => {
    expect(faults('b: *x\na: &x 1\n', two).join()).toMatch(/alias/i);
    expect(faults('a: &x\n  b: *x\n', two)).toEqual(['2:6 The alias stands inside of what it repeats.']);
    expect(faults('*x : 1\n', two).length).toBeGreaterThan(0);
    expect(faults('a: &x 1\n*x : 1\n', two)).toContain('2:1 A key must be a single name.');
  });

  it('do not laugh a billion times', () => {
    const lists = Array.from({ length: 30 }, (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}*l${n}]`);
    const text = ['l0: &l0 [lol]', ...lists].join('\n');
    expect(faults(text, { maxAliases: 1_000_000 })[0]).toMatch(/longer than 262144 nodes/);
    expect(faults(text, { maxAliases: 1_000_000, maxNodes: 1000 })[0]).toMatch(/longer than 1000 nodes/);
  });

  it('do not get deeper than the limit', () => {
    const lists = Array.from({ length: 100 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}]`);
    expect(faults(['l0: &l0 [x]', ...lists].join('\n'), { maxAliases: 1000 })[0]).toMatch(/deeper than 64 levels/);
  });

  it('are copied in full: what stands behind them counts on', () => {
    const text = `a: &x [${'1, '.repeat(99)}1]\nb: [*x, *x]\nc: 1\n`;
    // The mapping, three pairs and keys, a value, the list of 101 nodes, and a list with two copies of it.
    expect(faults(text, { ...two, maxNodes: 1 + 6 + 1 + 101 + 1 + 202 })).toEqual([]);
    expect(faults(text, { ...two, maxNodes: 1 + 6 + 1 + 101 + 1 + 201 })[0]).toMatch(/longer than/);
  });
});
