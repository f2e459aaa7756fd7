import type { Hop } from '../hop.js';
import { nameVariables } from '../parts/pointers.js';
import { DEPLOYMENT_PROFILE, renameType } from '../parts/profiles.js';

/** D-06, D-08, D-09: from PR1 to 1.0.0-rc.2 as it was tagged. */
export const pr1ToRc2Signed: Hop = (draft) => {
  renameType(draft, DEPLOYMENT_PROFILE, 'D-06');
  const after = draft.has(['kind']) ? 'kind' : null;
  draft.move('D-08', ['metadata', 'annotations', 'id'], ['id'], { after });
  // The first interface of autumn 2025 had it here.
  draft.move('D-08', ['metadata', 'id'], ['id'], { after });
  nameVariables(draft, ['spec', 'parameters'], [DEPLOYMENT_PROFILE]);
};
