import type { State } from '@margo-sdk/spec-model';
import { paint, type Style, type Terminal } from '../terminal.js';

const STYLES: Readonly<Record<State, Style>> = {
  pending: 'grey',
  installing: 'yellow',
  installed: 'green',
  removing: 'yellow',
  removed: 'grey',
  failed: 'red',
};
const MARKS: Readonly<Record<State, string>> = {
  pending: '○',
  installing: '◐',
  installed: '●',
  removing: '◑',
  removed: '·',
  failed: '✗',
};

/** What the live part shows: the deployment and its components. */
export interface Standing {
  readonly overall: State;
  readonly components: readonly { readonly name: string; readonly state: State }[];
}

/** Shows the play: plain lines in a pipe; for a person, also where everything stands now, redrawn in place. */
export interface Display {
  line(text: string, style?: Style): void;
  stand(standing: Standing | undefined): void;
  close(): void;
}

/** A display on a terminal. */
export const createDisplay = (terminal: Terminal): Display => {
  let footer: string[] = [];
  const clear = (): void => {
    // Up over the footer, and erase from there on.
    if (footer.length > 0) terminal.write(`\u001b[${footer.length}A\u001b[J`);
  };
  const draw = (): void => footer.forEach((row) => terminal.out(row));

  return {
    line: (text, style) => {
      clear();
      terminal.out(style === undefined ? text : paint(terminal, style, text));
      draw();
    },
    stand: (standing) => {
      if (!terminal.interactive) return;
      clear();
      footer = standing === undefined ? [] : rows(terminal, standing);
      draw();
    },
    close: () => {
      clear();
      footer = [];
    },
  };
};

const rows = (terminal: Terminal, { overall, components }: Standing): string[] => {
  const width = Math.max('deployment'.length, ...components.map(({ name }) => name.length));
  const row = (name: string, state: State): string =>
    `  ${name.padEnd(width)}  ${paint(terminal, STYLES[state], `${MARKS[state]} ${state}`)}`;
  return ['', row('deployment', overall), ...components.map(({ name, state }) => row(name, state))];
};
