// Tables of the lifecycle's page, made by asking the machine and the functions themselves.

import { linkedPositions } from './lifecycle-page.mjs';

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const ANSWERS = ['step.applied', 'step.succeeded', 'step.failed', 'step.cancelled', 'timer'];
const COLUMNS = [
  ['adopt'],
  ['withdraw'],
  ['advance'],
  ['checked', 'refused'],
  ANSWERS,
  ['component.gaveUp'],
  ['retry'],
  ['resumed'],
];

const HEADS = ['adopt', 'withdraw', 'advance', 'checked, refused', 'answers, timer', 'gaveUp', 'retry', 'resumed'];

/** What one arrow does: leads on, lets a wish wait, or is only noted. */
const outcome = (phase, { target, actions = [] }) => {
  const [node] = target ?? [];
  if (node !== undefined && (node.key !== phase || actions.includes('replanAll'))) return `→ ${node.key}`;
  if (actions.some((action) => /^await/.test(action))) return 'waits';
  return 'taken';
};

/** What may happen in which phase. */
export const phaseTable = (deploymentMachine, phases) =>
  table(
    ['Phase', ...HEADS],
    phases.map((phase) => {
      const { transitions } = deploymentMachine.states[phase];
      const cell = (events) => {
        const outcomes = events.flatMap((event) => (transitions.get(event) ?? []).map((one) => outcome(phase, one)));
        return outcomes.length === 0
          ? ''
          : [...new Set(outcomes)].join(' or ').replaceAll('superseded', 'newest wish').replaceAll('failing', 'failed');
      };
      return [`\`${phase}\``, ...COLUMNS.map(cell)];
    }),
  );

/** Which reported state of a component may follow which. */
export const movesTable = ({ COMPONENT_MOVES }) => {
  const states = Object.keys(COMPONENT_MOVES);
  return table(
    ['from \\ to', ...states],
    states.map((from) => [`\`${from}\``, ...states.map((to) => (COMPONENT_MOVES[from].includes(to) ? '✓' : ''))]),
  );
};

const digest = (letter) => `sha256:${letter.repeat(64)}`;

/** What a fleet manager shows, by what it published and what was reported. */
export const fleetTable = ({ fleetView, COMPONENT_MOVES }) => {
  const wanted = [
    { from: 1n, digest: digest('a') },
    { from: 2n, digest: digest('b') },
  ];
  const dropped = [
    { from: 1n, digest: digest('a') },
    { from: 2n, digest: null },
  ];
  const rows = [
    ['wanted, and the report is about it', wanted, 2n],
    ['wanted, and the report is about something else', wanted, 1n],
    ['not wanted any more', dropped, 2n],
    ['the report names a version that was never published', wanted, 3n],
  ];
  const states = Object.keys(COMPONENT_MOVES);
  return table(
    ['', 'no report', ...states],
    rows.map(([words, published, adoptedManifestVersion]) => {
      const facts = { newestVersion: 2n, published };
      const unseen = adoptedManifestVersion === 3n ? '' : fleetView(facts).state;
      return [
        words,
        unseen,
        ...states.map((state) => fleetView({ ...facts, reported: { adoptedManifestVersion, state } }).state),
      ];
    }),
  );
};

/** All positions at a glance: what is asked, what was taken, and what has it otherwise. */
export const positionsTable = (positions) =>
  table(
    ['', 'Question', 'Taken', 'Adjusted with'],
    positions.map(({ id, question, options: [taken], policy }) => [
      `[${id}](#${id.toLowerCase()})`,
      question,
      taken,
      policy === undefined ? '' : `\`${policy}\``,
    ]),
  );

/** How big the walked models are, from the counts that the proof has pinned; nothing while there are none. */
export const countsTable = (counts, models) => {
  const pinned = models.filter(({ name }) => Object.hasOwn(counts, name));
  if (pinned.length === 0) return '';
  const size = (number) => number.toLocaleString('en');
  return table(
    ['Model', 'What it shows', 'Left out', 'States', 'Events between them'],
    pinned.map(({ name, shows, leftOut }) => {
      const { states, edges } = counts[name];
      return [name, linkedPositions(shows), leftOut.join(', '), size(states), size(edges)];
    }),
  );
};

/** The rules that were broken on purpose; nothing while there are none. */
export const mutantsTable = (mutants) =>
  mutants === undefined
    ? ''
    : table(
        ['Mutant', 'Rule', 'What is done wrong'],
        mutants.map(({ id, rule, what }) => [`\`${id}\``, linkedPositions(rule), what.replaceAll('|', '\\|')]),
      );
