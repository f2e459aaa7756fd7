import { checkDocument, type DocumentName, type Issue, type Revision, type RuleId } from '@margo-sdk/spec-model';
import { changed, type Loose } from '../../documents.js';
import * as rc3 from '../../documents.js';
import { oldDeployment, oldDescription, type OldRevision } from '../../revisions/documents.js';

/** Something that is held to a revision, and what is found wrong with it. */
export interface Example {
  readonly revision: Revision;
  readonly issues: () => readonly Issue[];
}

/** What breaks a rule, and what is like it and does not. */
export interface RuleExamples {
  readonly fails: readonly [Example, ...Example[]];
  readonly passes: readonly [Example, ...Example[]];
}

/** Examples for each rule of a group: a rule without any does not compile. */
export type ExamplesOf<Group extends string> = Readonly<Record<Extract<RuleId, `${Group}-${string}`>, RuleExamples>>;

/** Makes something good into an example. */
export type Change = (document: Loose) => unknown;
const nothing: Change = () => {};

/** A document as text, held to a revision. */
export const text = (kind: DocumentName, source: string, revision: Revision = 'rc3'): Example => ({
  revision,
  issues: () => checkDocument(source, { kind, revision }).result.issues,
});

/** What a check of several things at once finds. */
export const found = (issues: () => readonly Issue[], revision: Revision = 'rc3'): Example => ({ revision, issues });

const made = (kind: DocumentName, document: Loose, change: Change, as: 'yaml' | 'json', revision?: Revision): Example =>
  text(
    kind,
    changed(document, (d) => void change(d), as),
    revision,
  );

/** A description of 1.0.0-rc.3, changed. */
export const description = (change = nothing): Example =>
  made('ApplicationDescription', rc3.description(), change, 'yaml');

/** A deployment of 1.0.0-rc.3, changed. */
export const deployment = (change = nothing): Example =>
  made('ApplicationDeployment', rc3.deployment(), change, 'yaml');

/** A description of an older revision, changed. */
export const older = (revision: OldRevision, change = nothing): Example =>
  made('ApplicationDescription', oldDescription(revision), change, 'yaml', revision);

/** A deployment of an older revision, changed. */
export const olderDeployment = (revision: OldRevision, change = nothing): Example =>
  made('ApplicationDeployment', oldDeployment(revision), change, 'yaml', revision);

/** A JSON document, changed. */
export const json = (kind: DocumentName, document: Loose, change = nothing, revision?: Revision): Example =>
  made(kind, document, change, 'json', revision);

/** Examples of one rule that the same good thing obeys. */
export const against =
  (good: (change?: Change) => Example) =>
  (...changes: readonly [Change, ...Change[]]): RuleExamples => {
    const [first, ...others] = changes;
    return { fails: [good(first), ...others.map((change) => good(change))], passes: [good()] };
  };
