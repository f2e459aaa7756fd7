import * as z from 'zod';
import { PATTERNS } from '../identifiers/patterns.js';
import type { DocumentPath } from '../issue.js';
import type { Report } from '../reading/check.js';
import { below, unwrap } from './walk.js';
import { isMapping } from '../reading/mapping.js';
import { shortened } from '../reading/wording.js';

const PLACEHOLDER = 'x-placeholder-extensions';
/** Whatever was meant as one: `x-Acme-extensions` and `x-extensions` are none. */
const LIKE_AN_EXTENSION = /^x[-_].*extensions?$/i;

/**
 * Reports every member that no schema knows, and every extension that is not one (AD-31, EX-01). Where the revision has
 * no extensions yet, they are members like any other.
 */
export const reportUnknownMembers = (
  schema: z.ZodType,
  value: unknown,
  report: Report,
  hasExtensions: boolean,
  path: DocumentPath = [],
): void => {
  if (Array.isArray(value)) {
    const element = below(schema, 0);
    if (element)
      value.forEach((item, index) => reportUnknownMembers(element, item, report, hasExtensions, [...path, index]));
    return;
  }
  if (!isMapping(value)) return;
  const { schema: inner, facts } = unwrap(schema);
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, key];
    const known = below(inner, key);
    if (known) reportUnknownMembers(known, member, report, hasExtensions, at);
    else if (!(inner instanceof z.ZodObject) || facts.retired?.includes(key)) continue;
    else if (hasExtensions && LIKE_AN_EXTENSION.test(key))
      reportExtension(facts.extensions === true, key, member, report, at);
    else if (facts.unknown) {
      const severity = facts.unknown.closed ? 'error' : 'warning';
      report(facts.unknown.rule, at, `The specification does not define ${shortened(key)} here.`, { severity });
    }
  }
};

const reportExtension = (allowed: boolean, key: string, value: unknown, report: Report, at: DocumentPath): void => {
  if (key === PLACEHOLDER) report('AD-32', at, `${PLACEHOLDER} is a stand-in, not a name to use.`);
  if (!allowed) report('EX-01', at, `${shortened(key)} is not allowed here.`, { severity: 'warning' });
  else if (!PATTERNS.extensionKey.test(key)) {
    report('EX-01', at, `${shortened(key)} is no name of an extension.`, {
      hint: 'Write x-<name>-extensions; the name is lower-case letters, digits and dashes, and begins with a letter.',
    });
  } else if (!isMapping(value)) report('EX-01', at, `${shortened(key)} must be a mapping.`);
};
