import { pathText } from '../reading/schema-issues.js';
import type { DocumentPath } from '../issue.js';
import type { ConversionReport } from './conversion-step.js';

/**
 * Puts the report of a conversion into lines for a person: what changed, what was lost and what is to be decided.
 *
 * @example
 * ```ts
 * import { convertDocument, explainConversion } from '@margo-sdk/spec-model';
 *
 * const { report } = convertDocument('{"apiVersion": "margo.org/v1-alpha1", "deploymentProfiles": []}', { from: 'pr1' });
 * for (const line of explainConversion(report)) console.log(line);
 * // changed  D-15  apiVersion: A description has the apiVersion v1 and no kind.
 * ```
 */
export const explainConversion = ({ changed, lost, decide }: ConversionReport): string[] => [
  ...changed.map(({ delta, from, to, what }) => `changed  ${delta}  ${course(from, to)}: ${what}`),
  ...lost.map(({ delta, path, why }) => `lost     ${delta}  ${pathText(path)}: ${why}`),
  ...decide.flatMap(({ delta, path, question, suggestion, placeholder }) => [
    `decide   ${delta}  ${pathText(path)}: ${question}`,
    ...(placeholder === undefined ? [] : [`               For now it is ${JSON.stringify(placeholder)}.`]),
    ...(suggestion === undefined ? [] : [`               ${suggestion}`]),
  ]),
];

const course = (from: DocumentPath | undefined, to: DocumentPath | undefined): string => {
  const [old, now] = [from, to].map((path) => (path === undefined ? undefined : pathText(path)));
  if (old === undefined) return `added ${now}`;
  if (now === undefined) return `removed ${old}`;
  return old === now ? now : `${old} → ${now}`;
};
