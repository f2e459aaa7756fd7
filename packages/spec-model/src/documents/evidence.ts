import type { Mapping } from '../reading/mapping.js';
import { CURRENT_REVISION } from '../revisions/revision.js';
import type { RecognisedRevision } from './family.js';

/** Something in a document that tells its revision. */
export interface Evidence extends RecognisedRevision {
  readonly holds: (root: Mapping) => boolean;
}

/** Goes by the first evidence that holds; the current revision is what nothing speaks against. */
export const byEvidence =
  (evidence: readonly Evidence[]) =>
  (root: Mapping): RecognisedRevision => {
    const { revision, because } = evidence.find(({ holds }) => holds(root)) ?? NONE;
    return { revision, because };
  };

const NONE: RecognisedRevision = {
  revision: CURRENT_REVISION,
  because: 'Nothing speaks against the current revision.',
};
