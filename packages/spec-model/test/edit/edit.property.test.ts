import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edit, type Edit, type JsonValue, rewrite, stringifyJson } from '@margo-sdk/spec-model';
import { readYaml } from '../../src/yaml/read-yaml.js';
import { anyDocument, anyValue } from './documents-with-comments.js';
import { at, changed, isJson, pathsOf, read } from './plain-edits.js';

const runs = { numRuns: 400 };

interface Choice {
  readonly pick: number;
  readonly op: 'set' | 'add' | 'remove' | 'rename';
  readonly other: JsonValue;
}

/** An edit of this kind somewhere in a value, if there is a place for one. */
const editOf = (value: JsonValue, { pick, op, other }: Choice): Edit | undefined => {
  const paths = pathsOf(value);
  const path = paths[pick % paths.length] ?? [];
  const target = at(value, path);
  const last = path.at(-1);
  switch (op) {
    case 'set':
      return { op, path, value: other };
    case 'add':
      if (Array.isArray(target)) return { op: 'insert', path: [...path, pick % (target.length + 1)], value: other };
      return typeof target === 'object' && target !== null
        ? { op: 'set', path: [...path, 'added'], value: other }
        : undefined;
    case 'remove':
      return last === undefined ? undefined : { op, path };
    case 'rename': {
      if (typeof last !== 'string') return undefined;
      const holder = at(value, path.slice(0, -1));
      const key = ['renamed', 'on', '1.0'].find((name) => !Object.hasOwn(holder, name));
      return key !== undefined ? { op, path, key } : undefined;
    }
  }
};

const choiceOf = (...ops: Choice['op'][]): fc.Arbitrary<Choice> =>
  fc.record({ pick: fc.nat(), op: fc.constantFrom(...ops), other: anyValue });

/** Lines that are only in the one or the other text; what both start and end with is left out. */
const difference = (before: string, after: string): { readonly gone: string[]; readonly came: string[] } => {
  const [a, b] = [before.split(/(?<=\n)/), after.split(/(?<=\n)/)];
  while (a.length > 0 && b.length > 0 && a[0] === b[0]) {
    a.shift();
    b.shift();
  }
  while (a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  return { gone: a, came: b };
};

describe('any document', () => {
  it('says after any edits what they say, and stays JSON', () => {
    fc.assert(
      fc.property(
        anyDocument,
        fc.array(choiceOf('set', 'add', 'remove', 'rename'), { minLength: 1, maxLength: 5 }),
        ({ text, value }, choices) => {
          expect(stringifyJson(read(text))).toBe(stringifyJson(value));
          let expected = value;
          const edits: Edit[] = [];
          for (const choice of choices) {
            const one = editOf(expected, choice);
            if (one === undefined) continue;
            edits.push(one);
            expected = changed(expected, one);
          }
          const result = edit(text, edits);
          expect(stringifyJson(read(result))).toBe(stringifyJson(expected));
          if (isJson(text)) expect(isJson(result)).toBe(true);
        },
      ),
      runs,
    );
  });

  it('says after a rewrite what it shall, and is the same text when it says so already', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, ({ text, value }, { value: other }) => {
        expect(rewrite(text, value)).toBe(text);
        const result = rewrite(text, other);
        expect(stringifyJson(read(result))).toBe(stringifyJson(other));
        if (isJson(text)) expect(isJson(result)).toBe(true);
      }),
      runs,
    );
  });

  it('keeps every line when something is added, but for one that gets a comma or a value', () => {
    fc.assert(
      fc.property(anyDocument, choiceOf('add'), ({ text, value }, choice) => {
        const one = editOf(value, choice);
        fc.pre(one !== undefined);
        expect(difference(text, edit(text, [one])).gone.length).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('gets no new line when something is removed, but for one that loses a part', () => {
    fc.assert(
      fc.property(anyDocument, choiceOf('remove'), ({ text, value }, choice) => {
        const one = editOf(value, choice);
        fc.pre(one !== undefined);
        const { gone, came } = difference(text, edit(text, [one]));
        expect(came.length).toBeLessThanOrEqual(1);
        const read = readYaml(text);
        // Nothing above the holder of what is removed is touched.
        const first = read.ok ? read.document.locate(one.path.slice(0, -1)).line : 0;
        const above = text.split('\n').length - gone.length;
        expect(above).toBeGreaterThanOrEqual(first - 1);
      }),
      runs,
    );
  });

  it('changes one line when a single value or a name is changed', () => {
    fc.assert(
      fc.property(anyDocument, choiceOf('rename'), fc.boolean(), ({ text, value }, choice, isSet) => {
        const renaming = editOf(value, choice);
        fc.pre(renaming !== undefined);
        const old = at(value, [...renaming.path]);
        const isSingle = (typeof old !== 'object' || old === null) && !/\n/.test(String(old));
        const one: Edit = isSet && isSingle ? { op: 'set', path: renaming.path, value: 'other' } : renaming;
        const { gone, came } = difference(text, edit(text, [one]));
        expect([gone.length, came.length]).toEqual([1, 1]);
      }),
      runs,
    );
  });
});
