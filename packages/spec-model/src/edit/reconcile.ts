import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import { align, type Match } from './align.js';
import {
  type Draft,
  type DraftEntry,
  type DraftList,
  type DraftMapping,
  newDraft,
  newEntry,
  valueOfDraft,
} from './draft.js';

type Members = { readonly [key: string]: JsonValue };

/** Brings a draft to a value and keeps as much of it as possible. */
export const reconcile = (draft: Draft, value: JsonValue): Draft => {
  if (draft.kind === 'mapping' && isMembers(value)) return reconcileMapping(draft, value);
  if (draft.kind === 'list' && Array.isArray(value)) return reconcileList(draft, value as readonly JsonValue[]);
  return draft.kind === 'scalar' && isSameScalar(draft.value, value) ? draft : newDraft(value);
};

const isMembers = (value: JsonValue): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Integers are equal whatever type holds them. */
const isSameScalar = (a: JsonValue, b: JsonValue): boolean =>
  (typeof b !== 'object' || b === null) && stringifyJson(a) === stringifyJson(b);

const reconcileMapping = (draft: DraftMapping, value: Members): Draft => {
  const kept = draft.entries.filter(({ isRemoved }) => !isRemoved);
  const appeared = new Set(Object.keys(value).filter((name) => !draft.byName.has(name)));
  const memberOf = (name: string): JsonValue => value[name] ?? null;

  // A member that vanished and one that appeared with the same value are the same member, under another name.
  const vanished = kept.filter(({ name }) => !Object.hasOwn(value, name));
  const renamed = new Set<DraftEntry>();
  if (vanished.length > 0 && appeared.size > 0) {
    const places = new Map<string, DraftEntry[]>();
    for (const entry of vanished.toReversed()) {
      const key = stringifyJson(valueOfDraft(entry.value));
      const known = places.get(key);
      if (known) known.push(entry);
      else places.set(key, [entry]);
    }
    for (const name of [...appeared]) {
      const entry = places.get(stringifyJson(memberOf(name)))?.pop();
      if (entry === undefined) continue;
      entry.name = name;
      renamed.add(entry);
      appeared.delete(name);
    }
  }

  const entries = kept.filter((entry) => Object.hasOwn(value, entry.name) || renamed.has(entry));
  for (const entry of entries) entry.value = reconcile(entry.value, memberOf(entry.name));
  return withEntries(draft, placeNewMembers(entries, Object.keys(value), appeared, memberOf));
};

/** A new member follows the member that it follows in the value. */
const placeNewMembers = (
  entries: readonly DraftEntry[],
  names: readonly string[],
  appeared: ReadonlySet<string>,
  memberOf: (name: string) => JsonValue,
): DraftEntry[] => {
  const followers = new Map<string | undefined, DraftEntry[]>();
  let before: string | undefined;
  for (const name of names) {
    if (appeared.has(name)) {
      const group = followers.get(before) ?? [];
      group.push(newEntry(name, memberOf(name)));
      followers.set(before, group);
    } else before = name;
  }
  return [
    ...(followers.get(undefined) ?? []),
    ...entries.flatMap((entry) => [entry, ...(followers.get(entry.name) ?? [])]),
  ];
};

const withEntries = (draft: DraftMapping, entries: DraftEntry[]): DraftMapping => ({
  ...draft,
  entries,
  byName: new Map(entries.map((entry) => [entry.name, entry])),
});

const reconcileList = (draft: DraftList, value: readonly JsonValue[]): Draft => {
  const before = draft.entries.map((entry) => valueOfDraft(entry.value));
  const entries: DraftEntry[] = [];
  let at = 0;
  let done = 0;
  const upTo = ([nextBefore, nextAfter]: Match): void => {
    // Between elements that stay, what is like nothing else takes the place of what was there.
    for (; done < nextAfter; done += 1, at += 1) {
      const entry = at < nextBefore ? draft.entries[at] : undefined;
      const item = value[done] ?? null;
      if (entry) entry.value = reconcile(entry.value, item);
      entries.push(entry ?? newEntry('', item));
    }
    at = nextBefore;
  };
  for (const match of matchesOf(before, value)) {
    upTo(match);
    upTo([match[0] + 1, match[1] + 1]);
  }
  upTo([before.length, value.length]);
  return { ...draft, entries };
};

/** Elements that are equal, and between them elements that have the same name. */
const matchesOf = (before: readonly JsonValue[], after: readonly JsonValue[]): Match[] => {
  const equal = align(before.map(stringifyJson), after.map(stringifyJson));
  const matches: Match[] = [];
  let [b, a] = [0, 0];
  for (const [nextBefore, nextAfter] of [...equal, [before.length, after.length] as const]) {
    const [startBefore, startAfter] = [b, a];
    const named = align(before.slice(b, nextBefore).map(identityOf), after.slice(a, nextAfter).map(identityOf));
    for (const [x, y] of named) matches.push([startBefore + x, startAfter + y]);
    if (nextBefore < before.length || nextAfter < after.length) matches.push([nextBefore, nextAfter]);
    [b, a] = [nextBefore + 1, nextAfter + 1];
  }
  return matches;
};

/** Members by which people tell the elements of a list apart. */
const NAMES = ['id', 'name', 'parameter', 'pointer', 'key', 'deploymentId'] as const;

const identityOf = (value: JsonValue): string | undefined => {
  if (!isMembers(value)) return undefined;
  for (const name of NAMES) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof member === 'string') return `${name} ${member}`;
  }
  return undefined;
};
