import { checkDocument, documentKind, type Issue, readYaml, type RuleId } from '@margo-sdk/spec-model';
import type { Loose } from '../../documents.js';
import { type Base, SECRET } from './bases.js';
import { breakBytes, breakText } from './break-text.js';
import { breakTree, copyOf } from './break-tree.js';
import { faultIn, isSecret } from './judge.js';
import { createRandom, type Random } from './random.js';
import { styleOf, textOf } from './write-text.js';

/** A blow that makes a document break a certain rule, for rules that are rarely hit by chance. */
export interface Aim {
  readonly rule: RuleId;
  readonly bases: readonly Base[];
  readonly change: (document: Loose, random: Random) => unknown;
}

/** One generated document, and what came of reading it. */
export interface Generated {
  readonly base: Base;
  readonly source: string | Uint8Array;
  readonly text: string;
  readonly result: ReturnType<typeof checkDocument>['result'];
  readonly random: Random;
}

export interface Campaign {
  readonly seed: number;
  readonly documents: number;
  readonly bases: readonly Base[];
  readonly aims: readonly Aim[];
  /** How many of the documents are aimed, from 0 to 1. */
  readonly aimed: number;
  /** What else is done with the documents. */
  readonly further: (generated: Generated) => Further;
}

/** What else was found and said. */
export interface Further {
  readonly issues: readonly Issue[];
  readonly said: readonly string[];
}

/** What a campaign came to. */
export interface Tally {
  documents: number;
  /** How many of them were YAML. */
  readable: number;
  accepted: number;
  /** In how many of them a rule was found broken. */
  readonly fired: Map<string, number>;
}

/** Something that must not happen, with all that is needed to see it again. */
export class Broken extends Error {
  constructor(
    fault: string,
    { seed }: Campaign,
    number: number,
    base: Base,
    source: string | Uint8Array,
    cause?: unknown,
  ) {
    const shown =
      typeof source === 'string' ? JSON.stringify(source.slice(0, 3000)) : `bytes ${source.toString().slice(0, 3000)}`;
    super(`${fault}\nseed ${seed}, document ${number}, ${base.kind} of ${base.revision}:\n${shown}`, { cause });
  }
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Makes documents and holds each to its rules, until there are enough that differ. */
export const run = (campaign: Campaign): Tally => {
  const { seed, documents, bases, aims, further } = campaign;
  const random = createRandom(seed);
  const others = bases.map(({ make }) => make());
  const tally: Tally = { documents: 0, readable: 0, accepted: 0, fired: new Map() };
  const seen = new Set<string>();
  let aimed = 0;

  for (let number = 0; tally.documents < documents; number += 1) {
    if (number > documents * 2) throw new Error('Too many documents are the same.');
    const aim = random.chance(campaign.aimed) ? aims[(aimed += 1) % aims.length] : undefined;
    const base = random.pick(aim?.bases ?? bases);
    const source = generate(base, aim, random, others);
    const text = typeof source === 'string' ? source : decode(source);
    const key = digestOf(text);
    if (seen.has(key)) continue;
    seen.add(key);
    tally.documents += 1;

    const fail = (fault: string, cause?: unknown): never => {
      throw new Broken(fault, campaign, number, base, source, cause);
    };
    let issues: readonly Issue[] = [];
    try {
      const { result } = checkDocument(source, { kind: base.kind, revision: base.revision });
      // Bytes may begin with a mark that a text of them does not have.
      const fault = faultIn(result, base.revision, text);
      if (fault !== undefined) fail(fault);
      if (isReadable(base, result.issues)) tally.readable += 1;
      if (result.ok) tally.accepted += 1;
      const more = further({ base, source, text, result, random });
      issues = [...result.issues, ...more.issues];
      const leak = [...issues.map(({ message, hint = '' }) => message + hint), ...more.said].find((said) =>
        typeof said === 'string' ? said.includes(SECRET) : fail('Nothing is said.'),
      );
      // What stands elsewhere is no value of a parameter any more, and may be repeated.
      if (leak !== undefined && standsOnlyInValues(text)) fail(`The value of a parameter is repeated: ${leak}`);
    } catch (error) {
      if (error instanceof Broken) throw error;
      fail(`It throws ${String(error)}.`, error);
    }
    for (const rule of new Set(issues.map((issue) => issue.rule)))
      tally.fired.set(rule, (tally.fired.get(rule) ?? 0) + 1);
  }
  return tally;
};

/** A text of which is only said that it is no document counts as no YAML, even if it is some. */
const isReadable = ({ kind, revision }: Base, issues: readonly Issue[]): boolean => {
  const readRule = documentKind(kind, revision)?.readRule;
  return issues.length === 0 || issues.some(({ rule, path }) => rule !== readRule || path.length > 0);
};

const standsOnlyInValues = (text: string): boolean => {
  const read = readYaml(text);
  return !read.ok || isSecret(read.document.value);
};

const generate = (base: Base, aim: Aim | undefined, random: Random, others: readonly Loose[]): string | Uint8Array => {
  const document = copyOf(base.make());
  vary(document, random);
  if (aim) aim.change(document, random);
  // What is aimed at is hit, most of the time, only if nothing else is broken.
  for (let blows = aim ? Number(random.chance(0.4)) : 1 + random.below(3); blows > 0; blows -= 1) {
    if (random.chance(0.75)) breakTree(document, random, others);
  }
  const format = documentKind(base.kind, base.revision)?.format ?? 'yaml';
  const text = textOf(document, styleOf(format, random));
  if (random.chance(aim ? 0.05 : 0.35)) return random.chance(0.2) ? breakBytes(text, random) : breakText(text, random);
  return random.chance(0.05) ? new TextEncoder().encode(text) : text;
};

/** Changes nothing that a rule is about, so that documents differ. */
const vary = (document: Loose, random: Random): void => {
  for (const place of [document, document.metadata, document.properties, document.status]) {
    if (typeof place !== 'object' || place === null || !random.chance(0.5)) continue;
    const names = Object.keys(place);
    const name = random.pick(names);
    const value = place[name];
    delete place[name];
    place[name] = value;
  }
  if (typeof document.metadata?.name === 'string') document.metadata.name = random.word();
  if (typeof document.properties?.vendor === 'string') document.properties.vendor = random.word();
  if (Array.isArray(document.components)) document.components.at(-1).name = random.word();
  if (Array.isArray(document.keys)) document.keys[0].kid = random.word();
  if (typeof document.manifestVersion === 'number') document.manifestVersion = 1 + random.below(1e9);
  if (typeof document.title === 'string') document.title = random.word();
  if (typeof document.message === 'string') document.message = random.word();
  if (typeof document.clientId === 'string') document.clientId = random.word();
  if (typeof document.trustDomain === 'string') document.trustDomain = `${random.word()}.example`;
  if (typeof document.certificate === 'string') document.certificate = 'MII'.repeat(4 * (1 + random.below(40)));
};

/** Fifty-three bits of a text: enough to tell a hundred thousand of them apart. */
const digestOf = (text: string): string => {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  return `${a}:${b}:${text.length}`;
};

/** What is printed of a tally. */
export const printTally = (title: string, { documents, readable, accepted, fired }: Tally, seed: number): void => {
  const rarest = [...fired].sort(([, a], [, b]) => a - b).slice(0, 5);
  console.log(
    `${title}, seed ${seed}: ${documents} documents, ${readable} were YAML, ${accepted} were accepted; ` +
      `${fired.size} rules fired, the rarest ${rarest.map(([rule, count]) => `${rule} ${count} times`).join(', ')}.`,
  );
};
