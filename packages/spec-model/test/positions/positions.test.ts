import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RULES } from '@margo-sdk/spec-model';
import { POSITION_THEMES, POSITIONS, type Position } from '@margo-sdk/spec-model/positions';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../..', import.meta.url));
const all: readonly Position[] = Object.values(POSITIONS);
const ids = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${letter}-${`${at + 1}`.padStart(2, '0')}`);

/** Whether something is a rule, or `package, path` of a file or folder of the sources. */
const isPlace = (where: string): boolean => {
  if (Object.hasOwn(RULES, where)) return true;
  const [, room, path] = /^([a-z-]+), ([a-z-]+(?:\/[a-z-]+)*)$/.exec(where) ?? [];
  if (room === undefined || path === undefined) return false;
  const target = join(packages, room, 'src', path);
  return existsSync(`${target}.ts`) || existsSync(target);
};

const sources = readdirSync(packages)
  .map((room) => join(packages, room, 'src'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('positions/'))
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  );

/** Whether something is `Type.option` or `function(parameter)` of the sources. */
const isOption = (policy: string): boolean => {
  const [, type, option] = /^([A-Z]\w+)\.(\w+)$/.exec(policy) ?? [];
  const [, called, parameter] = /^([a-z]\w+)\((\w+)\)$/.exec(policy) ?? [];
  const declaration = new RegExp(type ? `export interface ${type}\\b` : `export const ${called} = `);
  const member = new RegExp(type ? `readonly ${option}\\??:` : `\\b${parameter}\\??:`);
  return sources.some((text) => declaration.test(text) && member.test(text.slice(text.search(declaration))));
};

/** Every text of a position that a person reads. */
const textsOf = ({ question, options, choice, section, why = '', absent = '' }: Position): string[] => [
  question,
  ...options,
  choice,
  section,
  why,
  absent,
];

describe('positions', () => {
  it('answer every open question, in the order of their ids', () => {
    expect(Object.keys(POSITIONS)).toEqual([...ids('L', 27), ...ids('M', 72), ...ids('A', 45)]);
  });

  it('know the id that they stand under', () => {
    expect(all.map(({ id }) => id)).toEqual(Object.keys(POSITIONS));
  });

  it('stand in one theme each', () => {
    expect(POSITION_THEMES.flatMap(({ positions }) => positions)).toEqual(all);
    expect(new Set(POSITION_THEMES.map(({ group, title }) => `${group} ${title}`)).size).toBe(POSITION_THEMES.length);
    for (const { group, positions } of POSITION_THEMES)
      expect(
        positions.map(({ id }) => id.charAt(0)),
        group,
      ).toEqual(positions.map(() => ({ Lifecycle: 'L', Interface: 'M', Documents: 'A' })[group]));
  });

  it('ask different questions', () => {
    expect(new Set(all.map(({ question }) => question)).size).toBe(all.length);
  });
});

describe.each(all)('$id $question', (position) => {
  it('has two readings at least, no two alike, and says which was taken and why', () => {
    expect(position.options.length).toBeGreaterThanOrEqual(2);
    expect(new Set(position.options).size).toBe(position.options.length);
    expect(position.choice).toMatch(/^[A-Z0-9`].*[^ ]\.$/);
    expect(position.question).toMatch(/\?$/);
    if (position.why !== undefined || position.id.startsWith('L-')) expect(position.why).toMatch(/^[A-Z`].*[^ ]\.$/);
  });

  it('acts where something is, or is not in this version', () => {
    expect(position.actsIn.filter((where) => !isPlace(where))).toEqual([]);
    if (position.actsIn.length === 0) expect(position.absent).toMatch(/^[A-Z].*\.$/);
  });

  it('is adjusted with an option that is there, if with any', () => {
    if (position.policy !== undefined) expect(position.policy).toSatisfy(isOption);
  });

  it('is one line each, and speaks of nothing but the matter', () => {
    for (const text of textsOf(position)) {
      expect(text).not.toMatch(/\b(session|helper|brief|dossier)s?\b|\/work\b|\/tmp\b|\n| {2}|’/i);
    }
    expect(position.section).not.toBe('');
  });
});
