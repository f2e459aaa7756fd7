/** A text, and where its lines start: looking for the ends of lines again and again would take time by the square. */
export interface SourceText {
  readonly text: string;
  /** Where the line of a place starts. */
  readonly lineStart: (offset: number) => number;
  /** Where the line after that of a place starts; the end of the text where there is none. */
  readonly nextLine: (offset: number) => number;
  /** How far to the right a place is. */
  readonly column: (offset: number) => number;
  /** Whether nothing but blanks stands before a place in its line. */
  readonly isFirst: (offset: number) => boolean;
  /** After the blanks that follow a place in its line. */
  readonly skipBlanks: (offset: number) => number;
  /** Before the blanks that end at a place in its line. */
  readonly skipBlanksBack: (offset: number) => number;
  /** Where the line of a place ends, without the characters that end it. */
  readonly lineEnd: (offset: number) => number;
  /** What ends the lines. */
  readonly newline: string;
}

/** Finds the lines of a text. */
export const sourceText = (text: string): SourceText => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  // The mark at the start of a text takes no column.
  const firstColumn = text.startsWith('\ufeff') ? 1 : 0;
  const lineStart = (offset: number): number => {
    const line = lineOf(offset);
    return line === 0 ? firstColumn : (starts[line] ?? 0);
  };
  const isBlank = (unit: string | undefined): boolean => unit === ' ' || unit === '\t';
  const skipBlanks = (offset: number): number => {
    let at = offset;
    while (isBlank(text[at])) at += 1;
    return at;
  };
  const skipBlanksBack = (offset: number): number => {
    let at = offset;
    while (isBlank(text[at - 1])) at -= 1;
    return at;
  };
  const nextLine = (offset: number): number => starts[lineOf(offset) + 1] ?? text.length;
  const firstBreak = text.indexOf('\n');

  return {
    text,
    lineStart,
    nextLine,
    column: (offset) => offset - lineStart(offset),
    isFirst: (offset) => skipBlanksBack(offset) <= lineStart(offset),
    skipBlanks,
    skipBlanksBack,
    lineEnd: (offset) => {
      const next = nextLine(offset);
      if (text[next - 1] !== '\n' || next <= offset) return next;
      return text[next - 2] === '\r' ? next - 2 : next - 1;
    },
    newline: text[firstBreak - 1] === '\r' ? '\r\n' : '\n',
  };
};
