import { jsonMemberLines } from '../write/render-json.js';
import { yamlFlowText } from '../write/render-yaml.js';
import { type DraftEntry, type DraftList, type DraftMapping, entriesOf, valueOfDraft } from './draft.js';
import { extentsIn } from './extent.js';
import { groupsOf } from './groups.js';
import { flowLines, keyText, type Page } from './print-entry.js';
import type { SourceEntry, SourceNode } from './source-tree.js';

/**
 * Prints what was removed from a collection in brackets, and what was added to it, with the commas that it then needs.
 * At least one of its entries has to be left.
 */
export const printFlow = (
  { source, style, splices }: Page,
  draft: DraftMapping | DraftList,
  at: SourceNode,
  printKept: (entry: DraftEntry, place: SourceEntry) => void,
): void => {
  const { text, newline, lineStart, skipBlanks, skipBlanksBack, lineEnd } = source;
  const { isAlone, startOf, endOf } = extentsIn(source, at, false);
  const { leading, kept } = groupsOf(entriesOf(draft));
  const places = new Set(kept.map(({ place }) => place));
  const space = style.json?.space ?? ' ';
  // Whoever ends the last entry with a comma goes on doing so.
  const endsWithComma = at.entries.at(-1)?.comma !== undefined;

  const indentOf = (place: SourceEntry): string => text.slice(lineStart(place.start), place.start);
  const textOf = ({ name, value }: DraftEntry, near: SourceEntry): string => {
    const plain = valueOfDraft(value);
    const mayBreak = isAlone(near);
    const lines =
      draft.kind === 'list'
        ? flowLines(plain, style, mayBreak)
        : style.json
          ? jsonMemberLines(name, plain, mayBreak ? style.json : { space })
          : [`${keyText(name, true, style)}: ${yamlFlowText(plain, 'flow')}`];
    return lines.join(mayBreak ? newline + indentOf(near) : newline);
  };
  /** Lines of their own, each ended with a comma unless it is the last of all. */
  const ownLines = (entries: readonly DraftEntry[], near: SourceEntry, lastHasComma: boolean): string =>
    entries
      .map((entry, index) => {
        const comma = index < entries.length - 1 || lastHasComma ? ',' : '';
        return `${indentOf(near)}${textOf(entry, near)}${comma}${newline}`;
      })
      .join('');

  const firstKept = kept[0]?.place;
  if (firstKept && leading.length > 0) {
    if (isAlone(firstKept)) {
      const start = startOf(at.entries.indexOf(firstKept));
      splices.push({ start, end: start, text: ownLines(leading, firstKept, true) });
    } else {
      const { start } = firstKept;
      splices.push({
        start,
        end: start,
        text: leading.map((entry) => `${textOf(entry, firstKept)},${space}`).join(''),
      });
    }
  }

  let removed = 0;
  const remove = (start: number, end: number): void => {
    splices.push({ start: Math.max(start, removed), end, text: '' });
    removed = end;
  };
  at.entries.forEach((place, index) => {
    if (places.has(place)) return;
    const { start, end, comma } = place;
    if (isAlone(place)) remove(startOf(index), endOf(place));
    else if (comma === undefined) {
      // What closes the brackets must not come to stand further left than before.
      const before = at.entries[index - 1];
      const floor = before ? (before.comma ?? before.end - 1) + 1 : start;
      remove(text.slice(floor, start).trim() === '' ? floor : start, end);
    } else {
      const next = skipBlanks(comma + 1);
      const after = text[next] === '#' ? lineEnd(next) : next;
      // No blanks stay behind at the end of a line.
      const isLineEnd = text[after] === '\n' || text[after] === '\r';
      remove(isLineEnd ? skipBlanksBack(start) : start, after);
    }
  });

  kept.forEach(({ entry, place, added }, index) => {
    printKept(entry, place);
    const { end, comma } = place;
    const isLast = index === kept.length - 1;
    const needsComma = !isLast || added.length > 0 || endsWithComma;
    if (!needsComma && comma !== undefined) splices.push({ start: comma, end: comma + 1, text: '' });
    const missing = needsComma && comma === undefined ? ',' : '';
    if (added.length === 0 || isAlone(place)) {
      if (missing !== '') splices.push({ start: end, end, text: missing });
      if (added.length === 0) return;
      const start = endOf(place);
      splices.push({ start, end: start, text: ownLines(added, place, !isLast || endsWithComma) });
      return;
    }
    const start = comma === undefined ? end : comma + 1;
    const texts = added.map((one) => space + textOf(one, place)).join(',');
    splices.push({ start, end: start, text: missing + texts + (!isLast || endsWithComma ? ',' : '') });
  });
};
