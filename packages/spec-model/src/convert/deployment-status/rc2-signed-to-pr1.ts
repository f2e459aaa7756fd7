import type { Hop } from '../hop.js';
import { addEnvelope } from '../parts/envelope.js';

/** D-14, D-24, D-34 backwards: from 1.0.0-rc.2 as it was tagged to PR1. */
export const rc2SignedToPr1: Hop = (draft) => {
  addEnvelope(draft, 'D-14', 'deployment.margo.org/v1alpha1', 'DeploymentStatusManifest');
  draft.lose('D-34', ['deviceId'], 'A status of PR1 is about the client that reports it.');
  for (const holder of [['status'], ...draft.entries(['components'])])
    draft.lose('D-24', [...holder, 'error', 'source'], 'An error of PR1 does not name its source.');
};
