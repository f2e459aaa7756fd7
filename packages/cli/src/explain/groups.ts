import { DELTAS, DOCUMENT_NAMES, RULES } from '@margo-sdk/spec-model';
import { POSITION_THEMES } from '@margo-sdk/spec-model/positions';
import type { Format } from '../command.js';
import { printJson } from '../output/json.js';
import { paint, type Terminal } from '../terminal.js';

interface Group {
  readonly ids: readonly string[];
  readonly about: string;
}

/** Lists everything that has an id. */
export const printGroups = (format: Format, terminal: Terminal): void => {
  const rules = ruleGroups();
  const positions = POSITION_THEMES.map(({ title, positions: members }): Group => ({
    ids: members.map(({ id }) => id),
    about: title,
  }));
  if (format === 'json') {
    printJson({ rules, positions, changes: Object.keys(DELTAS), kinds: DOCUMENT_NAMES }, terminal);
    return;
  }
  terminal.out(
    [
      paint(terminal, 'bold', 'Rules that documents are checked against'),
      ...rules.map(groupLine),
      '',
      paint(terminal, 'bold', 'Positions: what the specification leaves open'),
      ...positions.map(groupLine),
      '',
      paint(terminal, 'bold', 'Changes from revision to revision'),
      groupLine({ ids: Object.keys(DELTAS), about: 'what margo convert reports' }),
      '',
      paint(terminal, 'bold', 'Members of documents'),
      '  metadata.version, deploymentProfiles[].components[].name and so on; margo schema lists the kinds',
      '',
      'See one with margo explain ID.',
    ].join('\n'),
  );
};

/** Rules by the letters of their ids; a group is about the page that most of its rules come from. */
const ruleGroups = (): Group[] =>
  [...grouped(Object.entries(RULES), ([id]) => id.slice(0, id.indexOf('-')))].map((members) => {
    const sections = grouped(members, ([, { section }]) => section);
    const [most] = sections.sort((a, b) => b.length - a.length);
    return { ids: members.map(([id]) => id).sort(), about: most?.[0]?.[1].section ?? '' };
  });

const grouped = <One>(all: readonly One[], keyOf: (one: One) => string): One[][] => {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
};

const groupLine = ({ ids, about }: Group): string => `  ${spanOf(ids).padEnd(14)}  ${about}`;

const spanOf = (ids: readonly string[]): string => {
  const [first = '', last = ''] = [ids[0], ids.at(-1)];
  return first === last ? first : `${first} … ${last}`;
};
