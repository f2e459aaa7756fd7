import type { Hop } from '../hop.js';
import { addEnvelope } from '../parts/envelope.js';

/** D-14 and D-25 backwards: from 1.0.0-rc.3 to 1.0.0-rc.2 as it was tagged. */
export const rc3ToRc2Signed: Hop = (draft) => {
  addEnvelope(draft, 'D-14', 'deployment.margo.org/v1alpha1', 'DeploymentStatusManifest');
  draft.lose(
    'D-25',
    ['adoptedManifestVersion'],
    'A status of 1.0.0-rc.2 does not say which manifest the device has adopted.',
  );
};
