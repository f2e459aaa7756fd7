import { describe, expect, it } from 'vitest';
import { edit, type Edit, type JsonValue, rewrite, stringifyJson } from '@margo-sdk/spec-model';
import { changed, pathsOf, at, read, isJson } from './plain-edits.js';
import { ODD_TEXTS } from './odd-texts.js';

const VALUES: readonly JsonValue[] = [
  'new',
  'on',
  'two\nlines\n',
  7,
  null,
  {},
  [],
  ['x', { y: 1 }],
  { x: { y: [1, 'b'] }, z: 'two\nlines' },
];

/** Every single change that can be made to a value. */
const everyEdit = (value: JsonValue): Edit[] =>
  pathsOf(value).flatMap((path): Edit[] => {
    const target = at(value, path);
    const sets = VALUES.map((other): Edit => ({ op: 'set', path, value: other }));
    const inserts = Array.isArray(target)
      ? VALUES.flatMap((other) =>
          [...target, null].map((_, index): Edit => ({ op: 'insert', path: [...path, index], value: other })),
        )
      : [];
    const isMapping = typeof target === 'object' && target !== null && !Array.isArray(target);
    const adds = isMapping
      ? VALUES.flatMap((other): Edit[] => [
          { op: 'set', path: [...path, 'added'], value: other },
          { op: 'set', path: [...path, 'added', 'deep', 0], value: other },
        ])
      : [];
    if (path.length === 0) return [...sets, ...inserts, ...adds];
    const renames: Edit[] = typeof path.at(-1) === 'string' ? [{ op: 'rename', path, key: 'on' }] : [];
    return [...sets, ...inserts, ...adds, ...renames, { op: 'remove', path }];
  });

describe.each(Object.entries(ODD_TEXTS))('%s', (_, text) => {
  const value = read(text);

  it('can be changed in every place', () => {
    const failures: unknown[] = [];
    for (const one of everyEdit(value)) {
      try {
        const result = edit(text, [one]);
        expect(stringifyJson(read(result))).toBe(stringifyJson(changed(value, one)));
        if (isJson(text)) expect(isJson(result)).toBe(true);
      } catch (error) {
        failures.push([one, String(error)]);
      }
    }
    expect(failures).toEqual([]);
  });

  it('can lose two entries, and gain others at the same time', () => {
    const failures: unknown[] = [];
    const paths = pathsOf(value).filter(({ length }) => length > 0);
    for (const path of paths) {
      for (const other of paths) {
        const first: Edit = { op: 'remove', path };
        const once = changed(value, first);
        if (typeof at(once, other.slice(0, -1)) !== 'object' || at(once, other) === undefined) continue;
        const second: Edit = { op: 'remove', path: other };
        let expected = changed(once, second);
        const holder = other.slice(0, -1);
        const edits: Edit[] = [first, second];
        const left = at(expected, holder);
        const third: Edit = Array.isArray(left)
          ? { op: 'insert', path: [...holder, 0], value: ['x'] }
          : { op: 'set', path: [...holder, 'x'], value: { y: ['z'] } };
        edits.push(third);
        expected = changed(expected, third);
        try {
          expect(stringifyJson(read(edit(text, edits)))).toBe(stringifyJson(expected));
          expect(stringifyJson(read(rewrite(text, expected)))).toBe(stringifyJson(expected));
        } catch (error) {
          failures.push([edits, String(error)]);
        }
      }
    }
    expect(failures).toEqual([]);
  });

  it('stays as it is when nothing is changed', () => {
    expect(edit(text, [])).toBe(text);
    expect(rewrite(text, value)).toBe(text);
    for (const path of pathsOf(value)) expect(edit(text, [{ op: 'set', path, value: at(value, path) }])).toBe(text);
  });
});
