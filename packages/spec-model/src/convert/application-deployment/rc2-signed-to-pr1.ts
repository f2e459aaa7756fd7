import type { Hop } from '../hop.js';
import { loseExtensions } from '../parts/closed-members.js';
import { addEnvelope } from '../parts/envelope.js';
import { prefixVariables } from '../parts/pointers.js';
import { componentsOf, DEPLOYMENT_PROFILE, restoreType } from '../parts/profiles.js';
import { annotateApplication } from './annotations.js';

/** D-06, D-08, D-09, D-11, D-12 backwards: from 1.0.0-rc.2 as it was tagged to PR1. */
export const rc2SignedToPr1: Hop = (draft) => {
  addEnvelope(draft, 'D-14', 'application.margo.org/v1alpha1', 'ApplicationDeployment');
  restoreType(draft, DEPLOYMENT_PROFILE);
  draft.move('D-08', ['id'], ['metadata', 'annotations', 'id'], {
    what: 'The id of a deployment stands among the annotations.',
  });
  annotateApplication(draft);
  prefixVariables(draft, ['spec', 'parameters'], [DEPLOYMENT_PROFILE]);
  draft.lose('D-12', ['metadata', 'deviceId'], 'A deployment of PR1 is for the client that it is served to.');
  for (const holder of [['spec'], DEPLOYMENT_PROFILE, ...componentsOf(draft, DEPLOYMENT_PROFILE)])
    loseExtensions(draft, holder);
};
