import {
  checkDocument,
  type CheckedDocument,
  type DocumentName,
  type Issue,
  type Revision,
} from '@margo-sdk/spec-model';
import { expect, it } from 'vitest';
import { changed, type Loose } from '../documents.js';

/** A change to a good document, and the one issue that comes of it. */
export type Case = readonly [
  what: string,
  change: (document: Loose) => void,
  issue: Pick<Issue, 'rule' | 'severity' | 'path'> & { readonly message?: string; readonly hint?: string },
];

export const check = (kind: DocumentName, revision: Revision, document: Loose): CheckedDocument['result'] =>
  checkDocument(
    changed(document, () => {}, 'json'),
    { kind, revision },
  ).result;

/** Holds a good document to a revision, and then each change of it. */
export const cases = (kind: DocumentName, revision: Revision, good: () => Loose, all: readonly Case[]): void => {
  it(`accepts a good one of ${revision} without any remark`, () => {
    expect(check(kind, revision, good())).toMatchObject({ ok: true, issues: [] });
  });
  it.each(all)(`${revision}: %s`, (_, change, issue) => {
    const document = good();
    change(document);
    const { ok, issues } = check(kind, revision, document);
    expect(issues).toEqual([expect.objectContaining(issue)]);
    expect(ok).toBe(issue.severity !== 'error');
  });
};

export const error = (rule: string, path: Issue['path'], message?: string, hint?: string): Case[2] =>
  issue(rule, 'error', path, message, hint);
export const warning = (rule: string, path: Issue['path'], message?: string, hint?: string): Case[2] =>
  issue(rule, 'warning', path, message, hint);

const issue = (
  rule: string,
  severity: Issue['severity'],
  path: Issue['path'],
  message?: string,
  hint?: string,
): Case[2] => ({
  rule,
  severity,
  path,
  ...(message === undefined ? {} : { message }),
  ...(hint === undefined ? {} : { hint }),
});
