import type { Severity } from '../issue.js';
import type { Revision } from '../revisions/revision.js';

/** One rule about a document: what has to hold, how much it weighs and where it comes from. */
export interface Rule {
  readonly severity: Severity;
  /** Revisions of the specification in which the rule holds. */
  readonly revisions: readonly Revision[];
  /** Where the rule weighs more or less than {@link Rule.severity} says. */
  readonly severityIn?: Readonly<Partial<Record<Revision, Severity>>>;
  /** Where the specification says so; `schema` is the OpenAPI or LinkML file. */
  readonly section: string;
  /** What has to hold, in one sentence. */
  readonly message: string;
  /** What to do when it does not, unless the issue itself knows better. */
  readonly hint?: string;
}

/** A group of rules, by id. */
export type Rules = Readonly<Record<string, Rule>>;
