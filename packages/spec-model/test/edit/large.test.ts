import { expect, it } from 'vitest';
import { edit, type Edit, rewrite } from '@margo-sdk/spec-model';
import { read } from './plain-edits.js';

const names = Array.from({ length: 8_000 }, (_, n) => `name-${n}`);
const members = Object.fromEntries(names.map((name) => [name, { old: 1, other: [name] }]));
const blocks = names.map((name) => `${name}:\n  # about\n  old: 1\n  other: [${name}]\n`).join('');

it.each([
  ['in lines', blocks],
  ['on one line', JSON.stringify(members)],
])('gets through thousands of changes to a large document %s', (_, text) => {
  expect(text.length).toBeGreaterThan(250_000);
  const edits = names.flatMap((name, n): Edit[] => [
    { op: 'rename', path: [name, 'old'], key: 'new' },
    n % 2 === 0 ? { op: 'remove', path: [name, 'other'] } : { op: 'set', path: [name, 'other', 1], value: n },
  ]);
  const expected = Object.fromEntries(
    names.map((name, n) => [name, n % 2 === 0 ? { new: 1 } : { new: 1, other: [name, n] }]),
  );
  const result = edit(text, edits);
  expect(read(result)).toEqual(expected);
  expect(rewrite(text, expected)).toBe(result);
});

it('gets through a list of which nothing is where it was', () => {
  const list = names.map((name) => ({ name, value: 1 }));
  const text = JSON.stringify(list);
  const reversed = list.toReversed();
  expect(read(rewrite(text, reversed))).toEqual(reversed);
});
