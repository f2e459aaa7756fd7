import type { DocumentPath, Issue, ParseResult, Severity } from '../issue.js';
import { DocumentError } from '../issue.js';
import { onlyJson } from '../json/only-json.js';
import type { Revision } from '../revisions/revision.js';
import { type RuleId, RULES } from '../rules/registry.js';
import { reportUnknownMembers } from '../schema/unknown-members.js';
import { factsAt } from '../schema/walk.js';
import type { ReadLimits } from '../yaml/limits.js';
import { readYaml } from '../yaml/read-yaml.js';
import type { ReadResult } from '../yaml/text-document.js';
import type { Report } from './check.js';
import type { DocumentKind } from './document-kind.js';
import { explain } from './schema-issues.js';
import { isMapping } from './mapping.js';

/** What a document is read from: its text, or the bytes of it in UTF-8. */
export type DocumentSource = string | Uint8Array;

/** Reads one document and says everything that is wrong with it. Never throws for what the text holds. */
export const safeReadDocument = <Document>(
  kind: DocumentKind<Document>,
  source: DocumentSource,
  limits: ReadLimits = {},
): ParseResult<Document> => checkSource(kind, readSource(source, limits));

/** A source as it was read: its text, unless it is none, and what the text says. */
export interface ReadSource {
  readonly text: string;
  readonly read: ReadResult;
}

/** Reads a source before the kind of its document is known. */
export const readSource = (source: DocumentSource, limits: ReadLimits = {}): ReadSource => {
  const text = typeof source === 'string' ? source : decode(source);
  if (text !== undefined) return { text, read: readYaml(text, limits) };
  return { text: '', read: { ok: false, faults: [{ line: 1, column: 1, message: 'The bytes are not UTF-8.' }] } };
};

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** How much a rule weighs in a revision. */
export const severityOf = (rule: RuleId, revision: Revision): Severity =>
  RULES[rule].severityIn?.[revision] ?? RULES[rule].severity;

/** Holds a source that was read to the rules of a kind. */
export const checkSource = <Document>(kind: DocumentKind<Document>, source: ReadSource): ParseResult<Document> => {
  const read = kind.format === 'json' ? onlyJson(source.text, source.read) : source.read;
  if (!read.ok) {
    const severity = severityOf(kind.readRule, kind.revision);
    return { ok: false, issues: read.faults.map((fault) => ({ rule: kind.readRule, severity, path: [], ...fault })) };
  }
  const text = read.document;

  const issues: Issue[] = [];
  const report: Report = (rule, path, message, options = {}) => {
    const known = RULES[rule];
    const hint = options.hint ?? known.hint;
    issues.push({
      rule,
      severity: options.severity ?? severityOf(rule, kind.revision),
      path,
      ...text.locate(path),
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  };

  if (!isMapping(text.value)) {
    if (Array.isArray(text.value)) {
      report(kind.readRule, [], `This is a list of ${text.value.length} entries, not one ${kind.name}.`, {
        hint: 'Write each document into a file of its own.',
      });
    } else report(kind.readRule, [], 'This is a single value, but the root of every Margo document is a mapping.');
    return { ok: false, issues };
  }
  const value = kind.tolerate ? kind.tolerate(text.value, report) : text.value;

  const result = kind.schema.safeParse(value, { reportInput: true });
  const broken: DocumentPath[] = [];
  for (const issue of result.error?.issues ?? []) {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    broken.push(path);
    const { rule, hint } = factsAt(kind.schema, path, kind.shapeRule);
    const said = explain(issue, path, text);
    const advice = said.hint ?? hint;
    report(rule, path, said.message, advice === undefined ? {} : { hint: advice });
  }
  reportUnknownMembers(kind.schema, value, report, RULES['EX-01'].revisions.includes(kind.revision));

  const document = (result.success ? result.data : value) as Document;
  for (const { needs, check } of kind.checks) {
    if (needs.every((member) => !broken.some((path) => path[0] === member))) check(document, report, text);
  }

  issues.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  return issues.some(({ severity }) => severity === 'error')
    ? { ok: false, issues }
    : { ok: true, value: document, issues };
};

/** Reads one document, or throws a {@link DocumentError} that carries everything that is wrong with it. */
export const readDocument = <Document>(
  kind: DocumentKind<Document>,
  source: DocumentSource,
  limits: ReadLimits = {},
): Document => {
  const result = safeReadDocument(kind, source, limits);
  if (result.ok) return result.value;
  throw new DocumentError(kind.name, result.issues);
};
