import type { DocumentPath, Severity } from '../issue.js';
import type { RuleId } from '../rules/registry.js';
import type { TextDocument } from '../yaml/text-document.js';

/** Says that a rule is broken at a path. Severity and hint are the rule's own unless given. */
export type Report = (
  rule: RuleId,
  path: DocumentPath,
  message: string,
  options?: { readonly severity?: Severity; readonly hint?: string },
) => void;

/**
 * A rule that looks at more than one member. It runs when nothing below the members it needs is broken already, so it
 * can rely on their types, and a person sees all independent faults at once.
 */
export interface Check<Document> {
  readonly needs: readonly (keyof Document & string)[];
  readonly check: (document: Document, report: Report, text: TextDocument) => void;
}
