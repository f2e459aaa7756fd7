import type { Hop } from '../hop.js';
import { askAboutStrangers } from '../parts/closed-members.js';
import { writeComponents } from '../parts/component-sources.js';
import { componentsOf, DEPLOYMENT_PROFILE } from '../parts/profiles.js';

/** D-11 and D-16 to D-18: to 1.0.0-rc.3. */
export const rc2MtlsToRc3: Hop = (draft, decisions) => {
  writeComponents(draft, DEPLOYMENT_PROFILE, decisions);
  askAboutStrangers(draft, ['spec'], ['applicationId', 'deploymentProfile', 'parameters']);
  askAboutStrangers(draft, DEPLOYMENT_PROFILE, ['type', 'components', 'deviceConstraints']);
  for (const component of componentsOf(draft, DEPLOYMENT_PROFILE))
    askAboutStrangers(draft, component, ['name', 'properties']);
};
