import { isMapping } from '../../reading/mapping.js';
import type { Hop } from '../hop.js';
import { addEnvelope } from '../parts/envelope.js';

const WHY = 'A device of 1.0.0-rc.2 has no runtimes or deployment types of its own.';

/** D-14, D-19, D-22 backwards: from 1.0.0-rc.3 to 1.0.0-rc.2 as it was tagged. */
export const rc3ToRc2Signed: Hop = (draft, { capabilities }) => {
  addEnvelope(draft, 'D-14', 'device.margo.org/v1alpha1', 'DeviceCapabilitiesManifest');
  draft.move('D-19', ['properties', 'cpus'], ['properties', 'cpu'], { what: 'Processors stand in cpu.' });
  draft.lose('D-22', ['labels'], 'A device of 1.0.0-rc.2 has no labels.');
  for (const list of ['supportedRuntimes', 'supportedDeploymentTypes']) {
    const path = ['properties', list];
    draft.loseEntries('D-22', path, (entry) => entry === 'custom', WHY);
    if (!Array.isArray(draft.at(path)) || draft.lengthAt(path) > 0) continue;
    if (isMapping(capabilities) && Object.hasOwn(capabilities, list)) draft.set('D-22', path, capabilities[list]);
    else {
      draft.decide('D-22', path, `What does the device report for ${list}? Only custom was there.`, {
        suggestion: 'A device that deploys neither Helm nor Compose has no place in 1.0.0-rc.2.',
      });
    }
  }
};
