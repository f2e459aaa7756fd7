import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RULES } from '@margo-sdk/spec-model';
import { POSITIONS } from '@margo-sdk/spec-model/positions';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Groups of ids: rules about documents, requirements of the specification, positions of our own. */
const GROUPS = {
  rules: ['AD', 'PM', 'CF', 'DC', 'AX', 'CP', 'SX', 'MX', 'PB', 'OR', 'PK', 'CA', 'EX', 'GW'],
  requirements: ['API', 'DS', 'ST', 'CAP', 'PT', 'ID', 'SV', 'TLS', 'TB', 'WP', 'LC', 'SC', 'DR', 'OB', 'VM', 'LG'],
  positions: ['L', 'M', 'A'],
  deltas: ['D'],
};
const ID = `(?:${Object.values(GROUPS).flat().join('|')})-\\d{2}`;
/** The same requirement, asked of a party and checked on a document. */
const RULES_THAT_ARE_REQUIREMENTS = ['TB-09', 'TB-10', 'TB-11'];

/** Folders that tools fill, and hidden ones. */
const NOT_OURS = /(^|\/)(node_modules|dist|coverage|\.[^/]+)$|^docs\/api$/;

const filesIn = (folder: string, name: RegExp): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.test(path) ? [] : filesIn(path, name);
    return name.test(entry.name) ? [path] : [];
  });
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const matchesOf = (text: string, pattern: string): string[] =>
  [...text.matchAll(new RegExp(pattern, 'gm'))].map(([, match = '']) => match);

/** What a page defines: ids in the first column of a table, and ids that a heading starts with. */
const definedIn = (page: string): string[] => matchesOf(textOf(page), `^(?:\\| *|#{2,6} +)(${ID})\\b`);

const sources = ['packages', 'tests', 'tools', 'examples'].flatMap((folder) => filesIn(folder, /\.(ts|mjs)$/));
const pages = [
  ...filesIn('docs', /\.md$/),
  ...filesIn('packages', /^README\.md$/),
  ...['README.md'].filter((page) => existsSync(join(root, page))),
];

const rules = Object.keys(RULES);
const requirements = definedIn('docs/requirements.md');
const positions = Object.keys(POSITIONS);
const deltas = definedIn('docs/conversion.md');
const defined = new Set([...rules, ...requirements, ...positions, ...deltas]);

describe('citations', () => {
  it('lead to a rule, a requirement or a position', () => {
    const citations = [...sources, ...pages].flatMap((file) =>
      matchesOf(textOf(file), `\\b(${ID})\\b`).map((id) => ({ id, file })),
    );
    expect(new Set(citations.map(({ id }) => id)).size).toBeGreaterThan(200);
    const lost = citations.filter(({ id }) => !defined.has(id)).map(({ id, file }) => `${id} in ${file}`);
    expect([...new Set(lost)]).toEqual([]);
  });
});

describe('definitions', () => {
  it('of each id stand in one place, save requirements that are checked as rules', () => {
    const all = [...rules, ...requirements, ...positions, ...deltas];
    const twice = all.filter((id, at) => all.indexOf(id) !== at);
    expect(twice.sort()).toEqual(RULES_THAT_ARE_REQUIREMENTS);
  });

  it('stand on the page that their group belongs to', () => {
    const groupOf = (id: string): string => id.slice(0, -'-00'.length);
    const { requirements: asked } = GROUPS;
    // Extensions are one subject with one group of ids: what is asked of readers is no rule about a document.
    expect(requirements.filter((id) => ![...asked, 'EX'].includes(groupOf(id)))).toEqual([]);
    expect(positions.filter((id) => !GROUPS.positions.includes(groupOf(id)))).toEqual([]);
    expect(deltas.filter((id) => !GROUPS.deltas.includes(groupOf(id)))).toEqual([]);
    expect(rules.filter((id) => ![...GROUPS.rules, 'TB'].includes(groupOf(id)))).toEqual([]);
  });

  it.each(RULES_THAT_ARE_REQUIREMENTS)('of %s come from the same section as rule and as requirement', (id) => {
    const row = textOf('docs/requirements.md')
      .split('\n')
      .find((line) => line.startsWith(`| ${id} `));
    expect(row?.split('|').at(-2)?.trim()).toBe(RULES[id as keyof typeof RULES].section);
  });

  it('of all lifecycle positions are there', () => {
    const expected = Array.from({ length: 27 }, (_, at) => `L-${`${at + 1}`.padStart(2, '0')}`);
    expect(positions.filter((id) => id.startsWith('L-'))).toEqual(expected);
  });
});

it('every position stands in docs/positions.md, in the same order, and nothing else does', () => {
  expect(definedIn('docs/positions.md')).toEqual(positions);
});

it('every rule stands in docs/rules.md, and nothing else does', () => {
  expect(matchesOf(textOf('docs/rules.md'), '^\\| *(?:<a[^>]*></a>)?([A-Z]+-\\d+)\\b').sort()).toEqual(
    [...rules].sort(),
  );
});

it.each(pages)('%s links to files that are there', (page) => {
  // Code is no prose: what looks like a link there is none.
  const prose = textOf(page)
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '');
  const missing = [...matchesOf(prose, '\\]\\(([^)\\s]+)\\)'), ...matchesOf(prose, '^\\[[^\\]]+\\]: *(\\S+)')]
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => join(dirname(page), decodeURI(target.split('#', 1)[0] ?? '')))
    .filter((path) => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});
