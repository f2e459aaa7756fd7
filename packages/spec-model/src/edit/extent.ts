import type { SourceText } from './source-text.js';
import type { SourceEntry, SourceNode } from './source-tree.js';

/** What belongs to the entries of a collection besides themselves: comments, and the ends of lines. */
export interface Extents {
  /** Whether no other entry stands on the lines of an entry. */
  readonly isAlone: (entry: SourceEntry) => boolean;
  /** Where the lines of an entry start, comment lines directly above it included. */
  readonly startOf: (index: number) => number;
  /** Where the lines of an entry end: after the comment behind it, and after comment lines further right than it. */
  readonly endOf: (entry: SourceEntry) => number;
}

/** @param isRoot - whether the collection is the whole document: what stands above its first entry is about all of it */
export const extentsIn = (source: SourceText, { start, entries }: SourceNode, isRoot: boolean): Extents => {
  const { text, lineStart, nextLine, column, isFirst, skipBlanks } = source;
  const commentAt = (line: number): number | undefined => {
    const at = skipBlanks(line);
    return text[at] === '#' ? at : undefined;
  };
  /** After the entry and its comma, if that is on the same line. */
  const contentEnd = ({ end, comma }: SourceEntry): number =>
    comma !== undefined && nextLine(comma) === nextLine(end) ? comma + 1 : end;

  return {
    isAlone: (entry) => {
      const after = skipBlanks(contentEnd(entry));
      const isLast = text[after] === '#' || text[after] === '\n' || text[after] === '\r' || after === text.length;
      return isFirst(entry.start) && isLast && (entry.comma === undefined || entry.comma < contentEnd(entry));
    },
    startOf: (index) => {
      const entry = entries[index];
      const floor = entries[index - 1]?.end ?? start;
      let first = lineStart(entry?.start ?? 0);
      if (entry === undefined || (isRoot && index === 0)) return first;
      while (first > 0) {
        const above = lineStart(first - 1);
        const comment = commentAt(above);
        if (above < floor || comment === undefined || column(comment) !== column(entry.start)) break;
        first = above;
      }
      return first;
    },
    endOf: (entry) => {
      let end = nextLine(contentEnd(entry));
      for (let next = end; next < text.length; next = end) {
        const comment = commentAt(next);
        if (comment === undefined || column(comment) <= column(entry.start)) break;
        end = nextLine(next);
      }
      return end;
    },
  };
};
