import type { Hop } from '../hop.js';
import { askAboutStrangers } from '../parts/closed-members.js';
import { dropEnvelope } from '../parts/envelope.js';

/** D-11, D-14, D-19: from 1.0.0-rc.2 as it was tagged to the interface with mutual TLS. */
export const rc2SignedToRc2Mtls: Hop = (draft) => {
  dropEnvelope(draft, ['DeviceCapabilitiesManifest']);
  draft.move('D-19', ['properties', 'cpu'], ['properties', 'cpus'], { what: 'The list of processors is called cpus.' });
  askAboutStrangers(draft, [], ['properties', 'labels']);
};
