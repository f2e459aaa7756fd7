import { paint, type Terminal } from '../terminal.js';

/** What something means, for people and for programs. */
export interface Explanation {
  readonly lines: (terminal: Terminal) => readonly string[];
  readonly json: object;
}

/** Widest line of running text. */
const WIDTH = 100;
/** Width of the names in front of facts. */
const LABEL = 12;

/** The first line: the id, and what it is about. */
export const titleLine = (id: string, about: string, terminal: Terminal): string =>
  `${paint(terminal, 'bold', id)}  ${about}`;

/** A fact with its name in front; long ones go on below themselves. Nothing where there is no fact. */
export const factLines = (label: string, text: string | undefined, terminal: Terminal): string[] =>
  text === undefined
    ? []
    : wrapped(text, WIDTH - LABEL - 2).map(
        (line, at) => `  ${paint(terminal, 'grey', (at === 0 ? label : '').padEnd(LABEL))}${line}`,
      );

/** A text in lines that break between words. */
const wrapped = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
};
