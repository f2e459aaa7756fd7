import { byEvidence } from '../documents/evidence.js';
import { anyKind, type DocumentFamily } from '../documents/family.js';
import { ERROR_RESPONSE } from './error-response.js';
import { PROBLEM_DETAIL } from './problem-detail.js';

/** ProblemDetail through the revisions; before mutual TLS an error had a body of its own form. */
export const PROBLEM_DETAILS: DocumentFamily = {
  name: 'ProblemDetail',
  kinds: {
    pr1: anyKind({ ...ERROR_RESPONSE, revision: 'pr1' }),
    'rc2-signed': anyKind(ERROR_RESPONSE),
    'rc2-mtls': anyKind({ ...PROBLEM_DETAIL, revision: 'rc2-mtls' }),
    rc3: anyKind(PROBLEM_DETAIL),
  },
  fits: (root) =>
    Object.hasOwn(root, 'title') ||
    (Object.hasOwn(root, 'type') && Object.hasOwn(root, 'status')) ||
    Object.hasOwn(root, 'error'),
  recognise: byEvidence([
    {
      revision: 'rc2-signed',
      because: 'There is an error, but neither type nor title: the body of an error before problem documents.',
      holds: (root) => Object.hasOwn(root, 'error') && !Object.hasOwn(root, 'type') && !Object.hasOwn(root, 'title'),
    },
  ]),
};
