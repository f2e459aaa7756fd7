import type { DraftEntry } from './draft.js';
import type { SourceEntry } from './source-tree.js';

/** An entry that is in the text already, and the new ones that follow it. */
export interface Group {
  readonly entry: DraftEntry;
  readonly place: SourceEntry;
  readonly added: DraftEntry[];
}

/** The entries of a collection as they are told to where they go: before all that is in the text, or after which of it. */
export const groupsOf = (
  entries: readonly DraftEntry[],
): { readonly leading: readonly DraftEntry[]; readonly kept: readonly Group[] } => {
  const leading: DraftEntry[] = [];
  const kept: Group[] = [];
  for (const entry of entries) {
    if (entry.source) kept.push({ entry, place: entry.source, added: [] });
    else (kept.at(-1)?.added ?? leading).push(entry);
  }
  return { leading, kept };
};
