import type { Hop } from '../hop.js';
import { askAboutCustom } from '../parts/custom.js';
import { addEnvelope } from '../parts/envelope.js';
import { writePackageLocations } from '../parts/package-locations.js';
import { DESCRIPTION_PROFILES } from '../parts/profiles.js';
import { writeRequiredResources } from './required-resources.js';

/** D-15, D-16, D-20, D-23 backwards: from 1.0.0-rc.3 to 1.0.0-rc.2 as it was tagged. */
export const rc3ToRc2Signed: Hop = (draft, decisions) => {
  addEnvelope(draft, 'D-15', 'margo.org/v1-alpha1', 'ApplicationDescription');
  for (const profile of draft.entries(DESCRIPTION_PROFILES)) {
    askAboutCustom(draft, profile);
    writePackageLocations(draft, profile, decisions);
    writeRequiredResources(draft, profile);
  }
};
