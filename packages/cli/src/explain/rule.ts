import { REVISIONS, type Revision, type RuleId, RULES, type Severity } from '@margo-sdk/spec-model';
import { POSITIONS } from '@margo-sdk/spec-model/positions';
import { type Explanation, factLines, titleLine } from './explanation.js';
import type { KnownField } from './field.js';

/** What a rule asks for, how much it weighs where, and what to do. */
export const explainRule = (id: RuleId, fields: () => readonly KnownField[]): Explanation => {
  const { message, hint, section } = RULES[id];
  const severities = severitiesOf(id);
  const positions = Object.values(POSITIONS).flatMap((one) => (one.actsIn.includes(id) ? [one.id] : []));
  const members = fields().flatMap(({ kind, field }) => (field.rule === id ? [`${kind} ${field.path}`] : []));
  return {
    lines: (terminal) => [
      titleLine(id, message, terminal),
      ...factLines('weight', weightText(severities), terminal),
      ...factLines('what to do', hint, terminal),
      ...factLines('section', section, terminal),
      ...factLines('positions', positions.length === 0 ? undefined : positions.join(', '), terminal),
      ...members.slice(0, MOST_MEMBERS).flatMap((one, at) => factLines(at === 0 ? 'members' : '', one, terminal)),
      ...(members.length > MOST_MEMBERS ? factLines('', `and ${members.length - MOST_MEMBERS} more`, terminal) : []),
    ],
    json: { id, is: 'rule', message, severities, hint, section, positions, members },
  };
};

/** Some rules speak for every member that has none of its own. */
const MOST_MEMBERS = 8;

const severitiesOf = (id: RuleId): Partial<Record<Revision, Severity>> => {
  const { severity, severityIn, revisions } = RULES[id];
  return Object.fromEntries(
    REVISIONS.filter((revision) => revisions.includes(revision)).map((revision) => [
      revision,
      severityIn?.[revision] ?? severity,
    ]),
  );
};

/** `error in pr1, rc2-signed; warning in rc3`. */
const weightText = (severities: Partial<Record<Revision, Severity>>): string =>
  [...new Set(Object.values(severities))]
    .map((severity) => {
      const revisions = REVISIONS.filter((revision) => severities[revision] === severity);
      return `${severity} in ${revisions.length === REVISIONS.length ? 'all revisions' : revisions.join(', ')}`;
    })
    .join('; ');
