import type { Hop } from '../hop.js';
import { annotateApplication } from './annotations.js';
import { askAboutCustom } from '../parts/custom.js';
import { addEnvelope } from '../parts/envelope.js';
import { writePackageLocations } from '../parts/package-locations.js';
import { DEPLOYMENT_PROFILE } from '../parts/profiles.js';

/** D-13, D-14, D-16, D-21, D-23 backwards: from 1.0.0-rc.3 to 1.0.0-rc.2 as it was tagged. */
export const rc3ToRc2Signed: Hop = (draft, decisions) => {
  addEnvelope(draft, 'D-14', 'application.margo.org/v1alpha1', 'ApplicationDeployment');
  annotateApplication(draft);
  draft.lose(
    'D-21',
    [...DEPLOYMENT_PROFILE, 'deviceConstraints'],
    'A deployment of 1.0.0-rc.2 carries no constraints.',
  );
  askAboutCustom(draft, DEPLOYMENT_PROFILE);
  writePackageLocations(draft, DEPLOYMENT_PROFILE, decisions);
};
