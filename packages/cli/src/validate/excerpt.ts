import { printable } from '../terminal.js';

/** Widest line that is shown; a longer one is cut around the column. */
const WIDTH = 100;

/** One line of a text, which an issue is about, and a caret below its column. Both are counted from 1. */
export const excerpt = (
  lines: readonly string[],
  line: number,
  column: number,
): readonly [source: string, caret: string] => {
  const whole = (lines[line - 1] ?? '').replaceAll('\t', ' ');
  const start = column > WIDTH ? column - WIDTH / 2 : 0;
  const gutter = `${line} | `;
  return [
    `${gutter}${printable(whole.slice(start, start + WIDTH))}`,
    `${' '.repeat(gutter.length - 2)}| ${' '.repeat(Math.max(0, column - 1 - start))}^`,
  ];
};
