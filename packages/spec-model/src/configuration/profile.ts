import type { ApplicationDescription, DeploymentProfile } from '../application-description/schema.js';
import { MargoError } from '../errors.js';

/** Most profiles that a hint lists. */
const MOST_LISTED = 10;

/** The profile of a description. Throws `ERR_PROFILE_UNKNOWN`. */
export const profileOf = ({ id, deploymentProfiles }: ApplicationDescription, profileId: string): DeploymentProfile => {
  const profile = deploymentProfiles.find((one) => one.id === profileId);
  if (profile) return profile;
  const ids = deploymentProfiles.slice(0, MOST_LISTED).map((one) => one.id);
  const more = deploymentProfiles.length > ids.length ? ', …' : '';
  throw new MargoError('ERR_PROFILE_UNKNOWN', `${id} has no deployment profile ${profileId.slice(0, 100)}.`, {
    hint: `Profiles are: ${ids.join(', ')}${more}.`,
  });
};
