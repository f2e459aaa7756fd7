import { readFileSync } from 'node:fs';
import { POSITIONS } from '@margo-sdk/spec-model/positions';
import { describe, expect, it } from 'vitest';

interface Mutant {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const textOf = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const mutants = JSON.parse(textOf('mutants/mutants.json')) as readonly Mutant[];

const INVARIANTS = ['1', '2', '3', '4', '5', '6'].map((number) => `invariant ${number}`);
const RULES = [...Object.keys(POSITIONS).filter((id) => id.startsWith('L-')), ...INVARIANTS];

describe('the mutants', () => {
  it('break every position on the lifecycle and every invariant at least once, and nothing else', () => {
    expect([...new Set(mutants.map(({ rule }) => rule))].sort()).toEqual([...RULES].sort());
  });

  it('each have a name of their own that begins with the rule', () => {
    const ids = mutants.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(mutants.filter(({ id, rule }) => !id.startsWith(`${rule.replace(' ', '-')}-`))).toEqual([]);
  });

  it.each(mutants)('$id changes a text that stands exactly once in $file', ({ file, find, replace }) => {
    expect(textOf(file).split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  });

  it.each(mutants)('$id says in a sentence what is done wrong', ({ what }) => {
    expect(what).toMatch(/^[A-Z][^\n]*[^.]\.$/);
  });
});
