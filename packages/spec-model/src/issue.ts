import { MargoError } from './errors.js';

/** How much an issue weighs: an `error` makes a document invalid, the others do not. */
export type Severity = 'error' | 'warning' | 'info';

/** Where in a document something is: property names and list indexes from the root. */
export type DocumentPath = readonly (string | number)[];

/** One thing that is wrong with a document, in words a person can act on. */
export interface Issue {
  /** Id of the broken rule, for example `AD-06`; `docs/rules.md` defines each. */
  readonly rule: string;
  readonly severity: Severity;
  readonly path: DocumentPath;
  /** Line of the offending text, counted from 1; absent when the document never was text. */
  readonly line?: number;
  /** Column in that line, counted from 1. */
  readonly column?: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** Outcome of a `safeParse…` function; warnings and notes travel with a good value. */
export type ParseResult<T> =
  | { readonly ok: true; readonly value: T; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Thrown by the `parse…` functions: the document breaks at least one rule. Carries all issues at once.
 *
 * @example
 * ```ts
 * import { DocumentError, parseApplicationDescription } from '@margo-sdk/spec-model';
 *
 * try {
 *   parseApplicationDescription('apiVersion: v1');
 * } catch (error) {
 *   if (error instanceof DocumentError) for (const { rule, message } of error.issues) console.log(rule, message);
 * }
 * ```
 */
export class DocumentError extends MargoError {
  override name = 'DocumentError';
  readonly issues: readonly Issue[];

  constructor(kind: string, issues: readonly Issue[]) {
    const errors = issues.filter((issue) => issue.severity === 'error');
    const first = errors[0];
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    const where = first?.line === undefined ? '' : `, line ${first.line}`;
    const said = first ? `${first.rule}${where}: ${first.message}` : 'it breaks a rule.';
    super('ERR_DOCUMENT_INVALID', `Not a valid ${kind}: ${said}${more}`);
    this.issues = issues;
  }

  override toJSON(): ReturnType<MargoError['toJSON']> & { issues: readonly Issue[] } {
    return { ...super.toJSON(), issues: this.issues };
  }
}
