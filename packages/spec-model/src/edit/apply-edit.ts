import { MargoError } from '../errors.js';
import type { DocumentPath } from '../issue.js';
import type { JsonValue } from '../json/stringify-json.js';
import { pathText } from '../reading/schema-issues.js';
import { plainValue } from '../write/plain-value.js';
import { type Draft, type DraftEntry, type DraftMapping, newDraft, newEntry } from './draft.js';
import { reconcile } from './reconcile.js';

/**
 * One change to a document. A path leads from the root over names of members and indexes of elements.
 *
 * - `set` gives a place this value. A member that is not there is added after the last one of its mapping, an element
 *   at the end of its list, and so are mappings and lists on the way to it.
 * - `insert` puts an element into a list, before the one that has this index now.
 * - `remove` takes a member or an element away, with the comment behind it and the comment lines directly above it;
 *   above the first member of a document stands what is said about the whole document, and that stays.
 * - `rename` gives a member another name; its place and its comments stay.
 */
export type Edit =
  | { readonly op: 'set'; readonly path: DocumentPath; readonly value: JsonValue }
  | { readonly op: 'insert'; readonly path: DocumentPath; readonly value: JsonValue }
  | { readonly op: 'remove'; readonly path: DocumentPath }
  | { readonly op: 'rename'; readonly path: DocumentPath; readonly key: string };

/** Where a change takes place: in the root itself, or in an entry of a collection. */
interface Root {
  draft: Draft;
}

/**
 * Applies one change to a draft.
 *
 * @throws MargoError `ERR_EDIT_PATH`: there is nothing at the path that can be changed so
 */
export const applyEdit = (root: Root, edit: Edit): void => {
  const { path } = edit;
  const refuse = (said: string, depth = path.length): MargoError =>
    new MargoError('ERR_EDIT_PATH', `Cannot ${edit.op} ${nameOf(path)}: ${nameOf(path.slice(0, depth))} ${said}.`, {
      hint: 'Read the document to see which members and elements it has.',
    });

  const last = path.at(-1);
  if (last === undefined) {
    if (edit.op !== 'set') throw refuse('is the root');
    root.draft = reconcile(root.draft, plainValue(edit.value));
    return;
  }

  /** The collection that the last part of the path is in; made where it is not there and the change adds something. */
  const collectionAbove = (): Exclude<Draft, { kind: 'scalar' }> => {
    const adds = edit.op === 'set' || edit.op === 'insert';
    let holder: Pick<DraftEntry, 'value'> = { value: root.draft };
    const top = holder;
    path.forEach((part, depth) => {
      const isEmpty = holder.value.kind === 'scalar' && holder.value.value === null;
      if (isEmpty && adds) holder.value = newDraft(typeof part === 'number' ? [] : {});
      if (depth === path.length - 1) return;
      const next = entryAt(holder.value, part);
      if (next !== undefined) holder = next;
      else if (adds && canAdd(holder.value, part)) holder = add(holder.value, part, null);
      else throw refuse('is not there', depth + 1);
    });
    root.draft = top.value;
    if (holder.value.kind === 'scalar') throw refuse('has no parts', path.length - 1);
    return holder.value;
  };

  const collection = collectionAbove();
  const entry = entryAt(collection, last);
  switch (edit.op) {
    case 'set': {
      const value = plainValue(edit.value);
      if (entry) entry.value = reconcile(entry.value, value);
      else if (canAdd(collection, last)) add(collection, last, value);
      else throw refuse('is not there');
      return;
    }
    case 'insert':
      if (collection.kind !== 'list' || typeof last !== 'number') throw refuse('is not an element of a list');
      if (!isIndex(last, collection.entries.length)) throw refuse('is behind the end of the list');
      collection.entries.splice(last, 0, newEntry('', plainValue(edit.value)));
      return;
    case 'remove':
      if (!entry) throw refuse('is not there');
      if (collection.kind === 'list') collection.entries.splice(Number(last), 1);
      else take(collection, entry);
      return;
    case 'rename':
      if (!entry) throw refuse('is not there');
      if (collection.kind === 'list') throw refuse('is an element of a list, and has no name');
      if (edit.key === entry.name) return;
      if (collection.byName.has(edit.key)) throw refuse(`has a sibling of the name ${JSON.stringify(edit.key)}`);
      collection.byName.delete(entry.name);
      collection.byName.set(edit.key, entry);
      entry.name = edit.key;
      return;
    default:
      // Only callers without types get here; to change nothing and say nothing would be worse.
      throw refuse('can be set, inserted, removed and renamed, and nothing else');
  }
};

const nameOf = (path: DocumentPath): string => (path.length === 0 ? 'the document' : pathText(path));

const isIndex = (part: number, length: number): boolean => Number.isInteger(part) && part >= 0 && part <= length;

const entryAt = (draft: Draft, part: string | number): DraftEntry | undefined => {
  if (draft.kind === 'mapping') return typeof part === 'string' ? draft.byName.get(part) : undefined;
  return draft.kind === 'list' && typeof part === 'number' ? draft.entries[part] : undefined;
};

const canAdd = (draft: Draft, part: string | number): boolean =>
  typeof part === 'string' ? draft.kind === 'mapping' : draft.kind === 'list' && part === draft.entries.length;

const add = (draft: Draft, part: string | number, value: JsonValue): DraftEntry => {
  const entry = newEntry(typeof part === 'string' ? part : '', value);
  if (draft.kind !== 'scalar') draft.entries.push(entry);
  if (draft.kind === 'mapping') draft.byName.set(entry.name, entry);
  return entry;
};

const take = (mapping: DraftMapping, entry: DraftEntry): void => {
  entry.isRemoved = true;
  mapping.byName.delete(entry.name);
};
