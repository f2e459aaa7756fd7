import type { Issue } from '../issue.js';
import { CURRENT_REVISION, type Revision } from '../revisions/revision.js';
import { RULES } from '../rules/registry.js';
import type { Report } from './check.js';
import { severityOf } from './read-document.js';

/**
 * Collects what is reported about things that were read before, or that never were one text. So the issues have no
 * positions.
 */
export const collectIssues = (check: (report: Report) => void, revision: Revision = CURRENT_REVISION): Issue[] => {
  const issues: Issue[] = [];
  check((rule, path, message, options = {}) => {
    const hint = options.hint ?? RULES[rule].hint;
    issues.push({
      rule,
      severity: options.severity ?? severityOf(rule, revision),
      path,
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  });
  return issues;
};
