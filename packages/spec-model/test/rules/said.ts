import { type Issue, pathText, type RuleId, RULES } from '@margo-sdk/spec-model';

/** An issue in one line: rule, weight, place and words, and the hint where it is not the one of the rule. */
export const said = (issues: readonly Issue[]): string[] =>
  issues.map(({ rule, severity, path, message, hint }) => {
    const own = hint === RULES[rule as RuleId].hint ? '' : ` ${hint ?? 'No hint.'}`;
    return `${rule} ${severity} ${pathText(path)}: ${message}${own}`;
  });
