import { SEVERITY_ORDER, type State } from '@margo-sdk/spec-model';
import type { Outage, Span, StateSpan, Timeline } from '@margo-sdk/state-machine';
import { paint, printable, type Style, type Terminal } from '../terminal.js';
import { logLines, secondsText } from './log-lines.js';

/** Cells of a row. */
const CELLS = 56;
const LONGEST_NAME = 24;
const NOT_RUNNING = 'not running';

const CHARACTERS: Readonly<Record<State, string>> = {
  pending: '·',
  installing: '▒',
  installed: '█',
  removing: '░',
  removed: '_',
  failed: 'X',
};
const STYLES: Readonly<Record<State, Style>> = {
  pending: 'grey',
  installing: 'blue',
  installed: 'green',
  removing: 'yellow',
  removed: 'grey',
  failed: 'red',
};

type Colours = Pick<Terminal, 'colours'>;

/** A timeline in characters: a row for each component, and below them what happened when. */
export const timelineLines = (timeline: Timeline, terminal: Colours): string[] => {
  const { deployments, outages, fromMs, toMs } = timeline;
  const longest = deployments
    .flatMap(({ components }) => components)
    .reduce((most, { name }) => Math.max(most, name.length), NOT_RUNNING.length);
  const width = Math.min(LONGEST_NAME, longest);
  const since = new Date(fromMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
  return [
    `From ${since}, for ${secondsText(toMs - fromMs)}; a character is ${secondsText((toMs - fromMs) / CELLS)}.`,
    (Object.keys(CHARACTERS) as State[])
      .map((state) => `${paint(terminal, STYLES[state], CHARACTERS[state])} ${state}`)
      .join('  '),
    ...deployments.flatMap(({ deploymentId, states, components }) => [
      '',
      paint(terminal, 'bold', `Deployment ${printable(deploymentId)}`),
      rowOf('overall', width, statesRow(states, true, timeline, terminal)),
      ...components.map(({ name, listed, states: own }) =>
        rowOf(name, width, statesRow(own, listed, timeline, terminal)),
      ),
    ]),
    ...(outages.length === 0 ? [] : ['', rowOf(NOT_RUNNING, width, outagesRow(outages, timeline))]),
    '',
    ...logLines(timeline, terminal),
  ];
};

const rowOf = (name: string, width: number, row: string): string => {
  const shown = name.length > width ? `${name.slice(0, width - 1)}…` : name;
  return `  ${printable(shown).padEnd(width)}  ${row}`.trimEnd();
};

/** The cells that a time covers; what has no length covers one. */
const cellsOf = ({ fromMs, toMs }: Span, { fromMs: startMs, toMs: endMs }: Timeline): readonly [number, number] => {
  const cell = (ms: number): number => (endMs > startMs ? ((ms - startMs) / (endMs - startMs)) * CELLS : 0);
  const first = Math.min(CELLS - 1, Math.floor(cell(fromMs)));
  return [first, Math.max(first + 1, Math.ceil(cell(toMs)))];
};

/** Of several states in one cell the most severe is shown (L-01), and in the last one that in which all ended. */
const statesRow = (states: readonly StateSpan[], goesOn: boolean, timeline: Timeline, terminal: Colours): string => {
  const cells: (State | undefined)[] = Array.from({ length: CELLS }, () => undefined);
  for (const span of states) {
    const [first, end] = cellsOf(span, timeline);
    for (let at = first; at < end; at += 1) {
      const there = cells[at];
      if (there === undefined || rankOf(span.state) < rankOf(there)) cells[at] = span.state;
    }
  }
  const last = states.at(-1);
  if (last && goesOn) cells[CELLS - 1] = last.state;
  return cells.map((state) => (state === undefined ? ' ' : paint(terminal, STYLES[state], CHARACTERS[state]))).join('');
};

const rankOf = (state: State): number => SEVERITY_ORDER.indexOf(state);

const outagesRow = (outages: readonly Outage[], timeline: Timeline): string => {
  const cells = Array.from({ length: CELLS }, () => ' ');
  for (const outage of outages) {
    const [first, end] = cellsOf(outage, timeline);
    cells.fill('/', first, end);
  }
  return cells.join('');
};
