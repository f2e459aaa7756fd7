import { anyKind, type DocumentFamily } from '../documents/family.js';
import { PROBLEM_DETAIL } from './problem-detail.js';

/** ProblemDetail through the revisions. */
export const PROBLEM_DETAILS: DocumentFamily = {
  name: 'ProblemDetail',
  kinds: { rc3: anyKind(PROBLEM_DETAIL) },
  fits: (root) => Object.hasOwn(root, 'title'),
  recognise: () => ({ revision: 'rc3', because: 'Nothing speaks against the current revision.' }),
};
