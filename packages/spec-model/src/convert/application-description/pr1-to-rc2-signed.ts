import type { Hop } from '../hop.js';
import { renameArchitecture } from '../parts/architectures.js';
import { nameVariables } from '../parts/pointers.js';
import { DESCRIPTION_PROFILES, renameType } from '../parts/profiles.js';

/** D-06, D-07, D-09, D-27: from PR1 to 1.0.0-rc.2 as it was tagged. */
export const pr1ToRc2Signed: Hop = (draft) => {
  draft.move('D-07', ['metadata', 'id'], ['id'], { after: draft.has(['kind']) ? 'kind' : 'apiVersion' });
  const profiles = draft.entries(DESCRIPTION_PROFILES);
  for (const profile of profiles) {
    renameType(draft, profile, 'D-06');
    for (const architecture of draft.entries([...profile, 'requiredResources', 'cpu', 'architectures']))
      renameArchitecture(draft, architecture);
  }
  nameVariables(draft, ['parameters'], profiles);
};
