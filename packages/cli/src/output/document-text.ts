import { printable, type Terminal } from '../terminal.js';

/** Prints a text that is somebody else's: exactly into a pipe, and so that it cannot steer the terminal of a person. */
export const printText = (text: string, terminal: Terminal): void => {
  if (!terminal.interactive) terminal.write(text);
  else terminal.write(text.split('\n').map(shown).join('\n'));
};

const shown = (line: string): string =>
  line
    .split('\t')
    .map((part) => printable(part.replace(/\r$/, '')))
    .join('\t');
