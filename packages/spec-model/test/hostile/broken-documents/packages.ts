import {
  type ApplicationPackage,
  type ArchiveEntry,
  checkApplicationPackage,
  checkComposeArchive,
  checkComposeComponent,
  type ComposeComponent,
  type Issue,
  type RuleId,
} from '@margo-sdk/spec-model';
import { applicationPackage, composeComponent } from '../../application-package/packages.js';
import { archive } from '../../compose-archive/archive.js';
import type { Loose } from '../../documents.js';
import { breakText } from './break-text.js';
import { breakTree, copyOf } from './break-tree.js';
import { faultInIssues } from './judge.js';
import { createRandom, type Random } from './random.js';
import { Raw, textOf } from './write-text.js';

type Change = (given: Loose, random: Random) => unknown;

/** Something that is no text, and how it is held to its rules. */
interface Thing {
  readonly name: string;
  readonly make: () => Loose;
  readonly check: (given: Loose, random: Random) => readonly Issue[];
  readonly aims: readonly (readonly [rule: RuleId, change: Change])[];
}

const layer = (p: Loose, n: number): Loose => p.manifest.layers[n];
const entry =
  (make: (random: Random) => Loose): Change =>
  (a, r) =>
    a.entries.push(make(r));

/** Whoever calls knows that these are texts; what they say is somebody else's. */
const wordOf = (value: Loose): string => (typeof value === 'string' ? value : textOf(value, 'flow'));

/** Packages, components and archives. */
export const THINGS: readonly Thing[] = [
  {
    name: 'application package',
    make: applicationPackage,
    check: ({ manifest, tag, description }, random) => {
      const text = textOf(description, 'flow');
      const given = { manifest, tag: wordOf(tag), description: random.chance(0.3) ? breakText(text, random) : text };
      return checkApplicationPackage(given satisfies ApplicationPackage);
    },
    aims: [
      ['PK-01', (p, r) => (p.manifest.artifactType = r.word())],
      ['PK-02', (p, r) => (layer(p, r.below(3)).mediaType = r.word())],
      ['PK-03', (p, r) => (p.tag = r.word())],
      ['PK-04', (p, r) => (layer(p, 1 + r.below(2)).annotations['org.opencontainers.image.title'] = r.word())],
      ['PK-05', (p, r) => (layer(p, r.below(3)).mediaType = `application/vnd.org.margo.app.icon.v1+${r.word()}`)],
    ],
  },
  {
    name: 'Compose component',
    make: composeComponent,
    check: ({ manifest, revision, tag }) =>
      checkComposeComponent({ manifest, revision: wordOf(revision), tag: wordOf(tag) } satisfies ComposeComponent),
    aims: [
      ['PK-06', (c, r) => (c.tag = r.word())],
      ['PK-07', (c, r) => (layer(c, 0).annotations[`org.margo.component.${r.pick(['type', 'version'])}`] = r.word())],
    ],
  },
  {
    name: 'Compose archive',
    make: archive,
    check: ({ entries, compose, options }, random) => {
      const text = textOf(compose, random.pick(['block', 'flow', 'lines']));
      const composeFile = random.chance(0.3) ? breakText(text, random) : text;
      const issues = checkComposeArchive(entries as ArchiveEntry[], {
        composeFile,
        componentName: wordOf(options?.componentName),
      });
      const located = issues.filter(({ line }) => line !== undefined);
      const fault = faultInIssues(located, 'rc3', composeFile);
      if (fault !== undefined) throw new Error(`${fault} ${composeFile}`);
      return issues;
    },
    aims: [
      ['CA-01', entry((r) => ({ path: `${r.word()}/${r.word()}`, type: 'file' }))],
      ['CA-02', (a, r) => (a.entries[2].path = `app/${r.pick(['Compose.yaml', 'compose.yml', r.word()])}`)],
      ['CA-03', entry((r) => ({ path: `${r.pick(['/', '\\', 'C:/', '~/'])}${r.word()}`, type: 'file' }))],
      ['CA-04', entry((r) => ({ path: `app/${r.pick(['../', '..\\', '\u202E', '\0'])}${r.word()}`, type: 'file' }))],
      [
        'CA-05',
        entry((r) => ({
          path: 'app/x',
          type: r.pick(['symlink', 'link']),
          linkTarget: `${r.pick(['/', '../../'])}${r.word()}`,
        })),
      ],
      ['CA-06', entry((r) => ({ path: `app/${r.word()}`, type: r.pick(['fifo', 'block', r.word()]) }))],
      ['CA-07', (a, r) => (a.entries[2].mode = 0o1000 * (1 + r.below(7)) + r.below(0o777))],
      [
        'CA-08',
        (a, r) => (a.compose.services.web.env_file = r.pick<Loose>([r.word(), `../${r.word()}`, [{ path: r.word() }]])),
      ],
      ['CA-09', (a, r) => (a.compose.secrets[r.word()] = { file: r.pick(['web.env', './conf/web.conf']) })],
      ['CA-10', (a, r) => (a.options.componentName = r.word())],
      ['CA-10', (a, r) => (a.compose.services.web.volumes = [`./conf:/${r.word()}`])],
    ],
  },
];

/** In how many of the things a rule was found broken. */
export const breakThings = (thing: Thing, seed: number, count: number): ReadonlyMap<string, number> => {
  const random = createRandom(seed);
  const others = [thing.make()];
  const fired = new Map<string, number>();
  for (let number = 0; number < count; number += 1) {
    const given = copyOf(thing.make());
    const [, change] = number % 2 === 0 ? (thing.aims[(number / 2) % thing.aims.length] ?? []) : [];
    change?.(given, random);
    for (let blows = change ? random.below(2) : 1 + random.below(3); blows > 0; blows -= 1)
      breakTree(given, random, others);
    const issues = heldToRules(thing, given, random, `seed ${seed}, number ${number}`);
    for (const rule of new Set(issues.map((issue) => issue.rule))) fired.set(rule, (fired.get(rule) ?? 0) + 1);
  }
  return fired;
};

const heldToRules = (thing: Thing, given: Loose, random: Random, which: string): readonly Issue[] => {
  const plain = withoutRaw(given);
  // The list itself and its entries are the caller's; what stands in them is the archive's.
  if (thing.name === 'Compose archive') plain.entries = entriesOf(plain.entries);
  try {
    const issues = thing.check(plain, random);
    const fault = faultInIssues(issues, 'rc3', undefined);
    if (fault !== undefined) throw new Error(fault);
    return issues;
  } catch (error) {
    throw new Error(`${thing.name}, ${which}: ${String(error)}\n${textOf(plain, 'flow').slice(0, 3000)}`, {
      cause: error,
    });
  }
};

const entriesOf = (entries: Loose): Loose[] =>
  (Array.isArray(entries) ? entries : [])
    .filter((one) => typeof one?.path === 'string' && typeof one.type === 'string')
    .map(({ linkTarget, mode, ...rest }) => ({
      ...rest,
      ...(typeof linkTarget === 'string' ? { linkTarget } : {}),
      ...(typeof mode === 'number' ? { mode } : {}),
    }));

/** What is written into a text as it is has no place in a value. */
const withoutRaw = (value: Loose): Loose => {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return value.map(withoutRaw);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, withoutRaw(value[key])]));
};
