import type { Hop } from '../hop.js';
import { loseExtensions } from '../parts/closed-members.js';
import { prefixVariables } from '../parts/pointers.js';
import { componentsOf, DESCRIPTION_PROFILES, restoreType } from '../parts/profiles.js';

/** D-06, D-07, D-09, D-11 backwards: from 1.0.0-rc.2 as it was tagged to PR1. */
export const rc2SignedToPr1: Hop = (draft) => {
  draft.move('D-07', ['id'], ['metadata', 'id'], {
    after: null,
    what: 'The id of an application stands among its metadata.',
  });
  const profiles = draft.entries(DESCRIPTION_PROFILES);
  prefixVariables(draft, ['parameters'], profiles);
  loseExtensions(draft, []);
  for (const profile of profiles) {
    restoreType(draft, profile);
    loseExtensions(draft, profile);
    for (const component of componentsOf(draft, profile)) loseExtensions(draft, component);
  }
};
