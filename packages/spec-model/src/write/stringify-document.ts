import { DocumentError, type DocumentPath, type Issue } from '../issue.js';
import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import type { DocumentKind } from '../reading/document-kind.js';
import { checkSource, readSource } from '../reading/read-document.js';
import { pathText } from '../reading/schema-issues.js';
import type { RuleId } from '../rules/registry.js';
import { orderMembers } from './member-order.js';
import { plainValue } from './plain-value.js';
import { refusedByWriters } from './refused-by-writers.js';
import { yamlLines } from './render-yaml.js';

/**
 * Writes a document, the same way every time: values that are equal give equal bytes, whatever order their members were
 * made in. YAML has its members in the order of the schema, and after them, sorted, the names that people choose,
 * extensions and members that the specification does not define. JSON is written as RFC 8785 has it. Strings that a
 * reader of YAML 1.1 would take for something else stand in quotes.
 *
 * @param kind - the kind of the document, which also says in which format it is written
 * @param value - the document; reading the text gives it back
 * @throws DocumentError `ERR_DOCUMENT_INVALID`: the document breaks a rule, or it would be read as another one
 * @throws MargoError `ERR_VALUE_UNWRITABLE`: the document holds something that no document can hold
 *
 * @example
 * ```ts
 * import { STATE_MANIFEST, stringifyDocument } from '@margo-sdk/spec-model';
 *
 * console.log(stringifyDocument(STATE_MANIFEST, { manifestVersion: 1n, deployments: [], bundle: null }));
 * ```
 */
export const stringifyDocument = <Document>(kind: DocumentKind<Document>, value: Document): string => {
  const plain = plainValue(value);
  const text =
    kind.format === 'json' ? stringifyJson(plain) : `${yamlLines(orderMembers(plain, kind.schema)).join('\n')}\n`;

  // Whoever receives the text reads it, so the reader is the judge.
  const result = checkSource(kind, readSource(text));
  // The positions are those of a text that nobody has seen.
  const issues = result.issues.map(({ line: _line, column: _column, ...issue }): Issue => issue);
  if (!result.ok) throw new DocumentError(kind.name, issues);

  const broken = refusedByWriters(issues);
  const changed = firstDifference(plain, plainValue(result.value));
  if (broken.length === 0 && changed !== undefined) {
    const near = issues.filter(({ path }) => path.every((part, depth) => part === changed[depth]));
    broken.push(...(near.length > 0 ? near : [readAsAnother(kind.shapeRule, changed)]));
  }
  if (broken.length > 0) {
    throw new DocumentError(
      kind.name,
      broken.map((issue) => ({ ...issue, severity: 'error' })),
    );
  }
  return text;
};

const readAsAnother = (rule: RuleId, path: DocumentPath): Issue => ({
  rule,
  severity: 'error',
  path,
  message: `${path.length === 0 ? 'The document' : pathText(path)} would be read as another value.`,
  hint: 'Write it as the current revision of the specification has it.',
});

/** The path of the first value that two documents do not share; undefined when they are equal. */
const firstDifference = (a: JsonValue | undefined, b: JsonValue | undefined): DocumentPath | undefined => {
  if (!isCollection(a) || !isCollection(b) || Array.isArray(a) !== Array.isArray(b)) {
    const isEqual = isCollection(a) || isCollection(b) ? false : textOf(a) === textOf(b);
    return isEqual ? undefined : [];
  }
  const isList = Array.isArray(a);
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const path = firstDifference(memberOf(a, name), memberOf(b, name));
    if (path !== undefined) return [isList ? Number(name) : name, ...path];
  }
  return undefined;
};

type Collection = Extract<JsonValue, object>;

const isCollection = (value: JsonValue | undefined): value is Collection => typeof value === 'object' && value !== null;

const memberOf = (value: Collection, name: string): JsonValue | undefined =>
  Object.hasOwn(value, name) ? (value as Readonly<Record<string, JsonValue>>)[name] : undefined;

/** Integers are equal whatever type holds them. */
const textOf = (value: JsonValue | undefined): string => (value === undefined ? '' : stringifyJson(value));
