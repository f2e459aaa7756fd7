import type { Hop } from '../hop.js';
import { dropEnvelope } from '../parts/envelope.js';

/** D-12 to D-14: from 1.0.0-rc.2 as it was tagged to the interface with mutual TLS. */
export const rc2SignedToRc2Mtls: Hop = (draft, decisions) => {
  const annotations = ['metadata', 'annotations'];
  draft.move('D-13', [...annotations, 'applicationId'], ['spec', 'applicationId'], { after: null });
  // The first interface of autumn 2025 had it in a reference of its own.
  const reference = ['spec', 'appPackageRef'];
  draft.move('D-13', [...reference, 'id'], ['spec', 'applicationId'], { after: null });
  for (const path of [annotations, reference])
    if (draft.mappingAt(path) && draft.names(path).length === 0) draft.drop('D-13', path);
  if (!draft.has(['metadata', 'deviceId'])) {
    if (decisions.deviceId === undefined) {
      draft.decide('D-12', ['metadata', 'deviceId'], 'Which device is the deployment for?', {
        suggestion: 'Give the id that the device reports in its capabilities.',
      });
    } else draft.set('D-12', ['metadata', 'deviceId'], decisions.deviceId);
  }
  dropEnvelope(draft, ['ApplicationDeployment']);
};
