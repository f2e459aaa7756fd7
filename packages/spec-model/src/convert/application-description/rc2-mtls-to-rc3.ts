import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';
import type { Hop } from '../hop.js';
import { writeComponents } from '../parts/component-sources.js';
import { DESCRIPTION_PROFILES } from '../parts/profiles.js';
import { writeDeviceConstraints } from './device-constraints.js';

/** D-15 to D-18 and D-20: to 1.0.0-rc.3. */
export const rc2MtlsToRc3: Hop = (draft, decisions) => {
  if (draft.at(['apiVersion']) !== 'v1') draft.set('D-15', ['apiVersion'], 'v1', { after: null });
  if (draft.at(['kind']) === 'ApplicationDescription') draft.drop('D-15', ['kind']);
  else draft.lose('D-15', ['kind'], 'A description has no kind.');
  for (const profile of draft.entries(DESCRIPTION_PROFILES)) {
    if (draft.mappingAt(profile) && draft.lengthAt([...profile, 'components']) === 0) askForComponents(draft, profile);
    writeComponents(draft, profile, decisions);
    writeDeviceConstraints(draft, profile);
  }
};

/** The pre-drafts allowed a profile without components. */
const askForComponents = (draft: Draft, profile: DocumentPath): void =>
  draft.decide('D-16', [...profile, 'components'], `What does profile number ${Number(profile.at(-1)) + 1} deploy?`, {
    suggestion: 'List its components, or remove the profile.',
  });
