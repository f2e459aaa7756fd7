import type { DocumentPath, Issue } from '../../issue.js';
import { type RuleId, RULES } from '../registry.js';

/** An issue about two documents at once, with the rule's own weight and hint; it has no place in a text. */
export const issueOf = (rule: RuleId, path: DocumentPath, message: string): Issue => {
  const { severity, hint } = RULES[rule];
  return { rule, severity, path, message, ...(hint === undefined ? {} : { hint }) };
};
