import { printable } from '../terminal.js';

/** Widest line that is shown; a longer one is cut around the column. */
const WIDTH = 100;

/** One line of a text, which an issue is about, and a caret below its column. Both are counted from 1. */
export const excerpt = (
  lines: readonly string[],
  line: number,
  column: number,
): readonly [source: string, caret: string] => {
  const start = column > WIDTH ? column - WIDTH / 2 : 0;
  // Cut before it is looked at: one line can hold a whole document, and thousands of issues.
  const part = (lines[line - 1] ?? '').slice(start, start + WIDTH).replaceAll('\t', ' ');
  const gutter = `${line} | `;
  return [
    `${gutter}${printable(part)}`,
    `${' '.repeat(gutter.length - 2)}| ${' '.repeat(Math.max(0, column - 1 - start))}^`,
  ];
};
