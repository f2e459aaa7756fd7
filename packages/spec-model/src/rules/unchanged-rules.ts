import type { DocumentPath } from '../issue.js';
import type { Check, Report } from '../reading/check.js';
import type { Revision } from '../revisions/revision.js';
import { RULES } from './registry.js';

/** How documents of an older revision can be looked at as if they were of today. */
export interface OlderForm<Old, Today> {
  readonly revision: Revision;
  readonly asOfToday: (old: Old) => Today;
  /** Members that stood in another place. */
  readonly moved: readonly { readonly now: DocumentPath; readonly then: DocumentPath }[];
}

/**
 * The rules of today that an older revision had too. A check of today looks at the old document as one of today; what it
 * reports counts where the rule held then, at the place where the member stood then.
 */
export const unchangedRules = <Old, Today>(
  checks: readonly Check<Today>[],
  { revision, asOfToday, moved }: OlderForm<Old, Today>,
): readonly Check<Old>[] => {
  const placeThen = (path: DocumentPath): DocumentPath => {
    const move = moved.find(({ now }) => now.every((part, depth) => path[depth] === part));
    return move ? [...move.then, ...path.slice(move.now.length)] : path;
  };
  return (
    checks
      // What needs nothing looks for remains of older forms, and these are no remains here.
      .filter(({ needs }) => needs.length > 0)
      .map(({ needs, check }) => ({
        needs: needs.map((member) => placeThen([member])[0]) as (keyof Old & string)[],
        check: (document, report, text) => {
          const then: Report = (rule, path, ...said) => {
            if (RULES[rule].revisions.includes(revision)) report(rule, placeThen(path), ...said);
          };
          check(asOfToday(document), then, text);
        },
      }))
  );
};
