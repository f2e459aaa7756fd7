import { type Issue, pathText, type Revision, type RuleId, RULES } from '@margo-sdk/spec-model';
import type { Loose } from '../../documents.js';
import { SECRET } from './bases.js';

/** What stands in quotes is what came in. */
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** What a result has to be, whatever came in. */
export interface Judged {
  readonly ok: boolean;
  readonly issues: readonly Issue[];
}

/** What is wrong with a result; nothing for a good one. */
export const faultIn = ({ ok, issues }: Judged, revision: Revision, text: string | undefined): string | undefined => {
  const refused = issues.some(({ severity }) => severity === 'error');
  if (ok === refused) return ok ? 'It is accepted in spite of an error.' : 'It is refused without an error.';
  return faultInIssues(issues, revision, text);
};

/** What is wrong with issues: a rule of another revision, a place outside of the text, or nothing to read. */
export const faultInIssues = (
  issues: readonly Issue[],
  revision: Revision,
  text: string | undefined,
): string | undefined => {
  // Each issue is about something, so there are no more of them than there is to read.
  if (text !== undefined && issues.length > text.length + 20) return `There are ${issues.length} issues.`;
  const lines = text?.split('\n');
  for (const issue of issues) {
    const fault = faultInIssue(issue, revision, lines);
    if (fault !== undefined) return `${fault} ${JSON.stringify(issue)}`;
  }
  return undefined;
};

const faultInIssue = (
  { rule, severity, path, message, hint, line, column }: Issue,
  revision: Revision,
  lines: readonly string[] | undefined,
): string | undefined => {
  if (!Object.hasOwn(RULES, rule)) return 'There is no such rule.';
  if (!RULES[rule as RuleId].revisions.includes(revision)) return `The rule is none of ${revision}.`;
  if (!['error', 'warning', 'info'].includes(severity)) return 'The weight is none.';
  if (!Array.isArray(path) || !path.every((part) => ['string', 'number'].includes(typeof part)))
    return 'The path is none.';
  if (typeof pathText(path) !== 'string') return 'The path cannot be written.';
  for (const said of [message, hint ?? 'None.']) {
    if (typeof said !== 'string' || said.trim() === '') return 'Nothing is said.';
    if (said.length > 2000) return 'Too much is said.';
    if (/undefined|\[object |NaN/.test(said.replaceAll(QUOTED, ''))) return 'What is said is not for people.';
  }
  if (lines === undefined) return undefined;
  if (line === undefined || column === undefined) return 'It is not said where.';
  const there = lines[line - 1];
  if (there === undefined || column < 1 || column > there.length + 1) return 'The place is outside of the text.';
  return undefined;
};

/** Whether the secret stands only where the value of a parameter stands. */
export const isSecret = (value: Loose, path: readonly string[] = []): boolean => {
  if (path.at(-1) === 'value' && path.at(-3) === 'parameters') return true;
  if (typeof value === 'string') return !value.includes(SECRET);
  if (typeof value !== 'object' || value === null) return true;
  return Object.keys(value).every((key) => !key.includes(SECRET) && isSecret(value[key], [...path, key]));
};
