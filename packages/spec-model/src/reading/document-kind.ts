import type * as z from 'zod';
import type { DocumentName } from '../documents/document-name.js';
import type { Revision } from '../revisions/revision.js';
import type { RuleId } from '../rules/registry.js';
import type { Check, Report } from './check.js';
import type { Mapping } from './mapping.js';

/** All that is needed to read one kind of document in one revision. */
export interface DocumentKind<Document> {
  /** The kind's name in the specification. */
  readonly name: DocumentName;
  /** The revision of the specification that this is about. */
  readonly revision: Revision;
  readonly format: 'yaml' | 'json';
  readonly schema: z.ZodType<Document>;
  /** The rule for whatever no other rule speaks about. */
  readonly shapeRule: RuleId;
  /** The rule for a text that is not one readable document. */
  readonly readRule: RuleId;
  /** Turns what peers are known to send into what the specification asks for. */
  readonly tolerate?: (value: Mapping, report: Report) => Record<string, unknown>;
  readonly checks: readonly Check<Document>[];
}
