import type { JsonValue } from '../json/stringify-json.js';
import type { ScalarValue } from '../write/scalar-text.js';
import type { SourceEntry, SourceNode } from './source-tree.js';

/** A value that is being changed. What has a source is printed from the text as it stands there. */
export type Draft = DraftScalar | DraftMapping | DraftList;

export interface DraftScalar {
  readonly kind: 'scalar';
  readonly source?: SourceNode;
  readonly value: ScalarValue;
}

export interface DraftMapping {
  readonly kind: 'mapping';
  readonly source?: SourceNode;
  /** In the order of the text; removed ones stay, so that no search is needed. */
  entries: DraftEntry[];
  readonly byName: Map<string, DraftEntry>;
}

export interface DraftList {
  readonly kind: 'list';
  readonly source?: SourceNode;
  entries: DraftEntry[];
}

export interface DraftEntry {
  readonly source?: SourceEntry;
  name: string;
  value: Draft;
  isRemoved: boolean;
}

/** A draft of what stands in a text. */
export const draftOf = (source: SourceNode): Draft => {
  switch (source.kind) {
    case 'block-mapping':
    case 'flow-mapping':
      return mapping(source.entries.map(entryOf), source);
    case 'block-list':
    case 'flow-list':
      return { kind: 'list', source, entries: source.entries.map(entryOf) };
    default:
      return { ...newDraft(source.value), source };
  }
};

const entryOf = (source: SourceEntry): DraftEntry => ({
  source,
  name: source.name,
  value: draftOf(source.value),
  isRemoved: false,
});

/** A draft of what is in no text yet. */
export const newDraft = (value: JsonValue): Draft => {
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', value };
  if (Array.isArray(value)) return { kind: 'list', entries: value.map((item: JsonValue) => newEntry('', item)) };
  return mapping(
    Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [newEntry(name, member)])),
  );
};

/** An entry that is in no text yet. */
export const newEntry = (name: string, value: JsonValue): DraftEntry => ({
  name,
  value: newDraft(value),
  isRemoved: false,
});

const mapping = (entries: DraftEntry[], source?: SourceNode): DraftMapping => ({
  kind: 'mapping',
  entries,
  byName: new Map(entries.map((entry) => [entry.name, entry])),
  ...(source === undefined ? {} : { source }),
});

/** The entries that a collection has after all changes. */
export const entriesOf = (draft: DraftMapping | DraftList): readonly DraftEntry[] =>
  draft.entries.filter(({ isRemoved }) => !isRemoved);

/** The value that a draft stands for. */
export const valueOfDraft = (draft: Draft): JsonValue => {
  if (draft.kind === 'scalar') return draft.value;
  const entries = entriesOf(draft);
  if (draft.kind === 'list') return entries.map(({ value }) => valueOfDraft(value));
  return Object.fromEntries(entries.map(({ name, value }) => [name, valueOfDraft(value)]));
};
