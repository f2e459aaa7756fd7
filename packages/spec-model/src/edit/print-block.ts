import { memberLines, renderItem } from '../write/render-yaml.js';
import { type DraftEntry, type DraftList, type DraftMapping, entriesOf, valueOfDraft } from './draft.js';
import { extentsIn } from './extent.js';
import { groupsOf } from './groups.js';
import type { Page } from './print-entry.js';
import type { SourceEntry, SourceNode } from './source-tree.js';

/**
 * Prints what was removed from a collection that stands in lines, and what was added to it. At least one of its entries
 * has to be left.
 */
export const printBlock = (
  { source, style, splices }: Page,
  draft: DraftMapping | DraftList,
  at: SourceNode,
  isRoot: boolean,
  printKept: (entry: DraftEntry, place: SourceEntry) => void,
): void => {
  const { text, newline, column, isFirst, skipBlanks } = source;
  const { startOf, endOf } = extentsIn(source, at, isRoot);
  const { leading, kept } = groupsOf(entriesOf(draft));
  const places = new Set(kept.map(({ place }) => place));
  const firstKept = at.entries.findIndex((place) => places.has(place));
  const start = at.entries[0]?.start ?? at.start;
  const prefix = ' '.repeat(column(start));

  const linesOf = (entries: readonly DraftEntry[]): readonly string[] =>
    entries
      .flatMap(({ name, value }) => {
        if (draft.kind === 'mapping') return memberLines(name, valueOfDraft(value), style.yaml);
        const { head, body } = renderItem(valueOfDraft(value), style.yaml);
        return [`- ${head}`, ...body];
      })
      .map((line) => (line === '' ? line : prefix + line));
  const put = (offset: number, entries: readonly DraftEntry[]): void => {
    if (entries.length === 0) return;
    const lines = linesOf(entries).join(newline);
    const isUnended = offset === text.length && text[offset - 1] !== '\n';
    splices.push({ start: offset, end: offset, text: isUnended ? newline + lines : lines + newline });
  };

  if (isFirst(start)) {
    if (leading.length > 0) put(startOf(firstKept), leading);
  } else {
    // The first entry follows the dash of the list that it is in, so the next one has to follow that dash.
    const lines = linesOf(leading).join(newline).slice(prefix.length);
    if (leading.length > 0) splices.push({ start, end: start, text: lines + newline + prefix });
    const last = at.entries[firstKept - 1];
    if (last) splices.push({ start, end: skipBlanks(endOf(last)), text: '' });
  }

  at.entries.forEach((place, index) => {
    if (places.has(place) || (index < firstKept && !isFirst(start))) return;
    splices.push({ start: startOf(index), end: endOf(place), text: '' });
  });
  for (const { entry, place, added } of kept) {
    printKept(entry, place);
    put(endOf(place), added);
  }
};
