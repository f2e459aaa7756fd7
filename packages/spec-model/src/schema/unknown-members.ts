import * as z from 'zod';
import { PATTERNS } from '../identifiers/patterns.js';
import type { DocumentPath } from '../issue.js';
import type { Report } from '../reading/check.js';
import { below, unwrap } from './walk.js';
import { isMapping } from '../reading/mapping.js';

const PLACEHOLDER = 'x-placeholder-extensions';

/** Reports every member that no schema knows, and every extension that is not one (AD-31, EX-01). */
export const reportUnknownMembers = (
  schema: z.ZodType,
  value: unknown,
  report: Report,
  path: DocumentPath = [],
): void => {
  if (Array.isArray(value)) {
    const element = below(schema, 0);
    if (element) value.forEach((item, index) => reportUnknownMembers(element, item, report, [...path, index]));
    return;
  }
  if (!isMapping(value)) return;
  const { schema: inner, facts } = unwrap(schema);
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, key];
    const known = below(inner, key);
    if (known) reportUnknownMembers(known, member, report, at);
    else if (!(inner instanceof z.ZodObject) || facts.retired?.includes(key)) continue;
    else if (PATTERNS.extensionKey.test(key)) reportExtension(facts.extensions === true, key, member, report, at);
    else if (facts.unknown) {
      const severity = facts.unknown.closed ? 'error' : 'warning';
      report(facts.unknown.rule, at, `The specification does not define ${key} here.`, { severity });
    }
  }
};

const reportExtension = (allowed: boolean, key: string, value: unknown, report: Report, at: DocumentPath): void => {
  if (key === PLACEHOLDER) report('AD-32', at, `${PLACEHOLDER} is a stand-in, not a name to use.`);
  if (!allowed) report('EX-01', at, `${key} is not allowed here.`, { severity: 'warning' });
  else if (!isMapping(value)) report('EX-01', at, `${key} must be a mapping.`);
};
