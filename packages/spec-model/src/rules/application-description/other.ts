import type { ApplicationDescription, DeploymentProfile } from '../../application-description/schema.js';
import type { DocumentPath } from '../../issue.js';
import type { Check } from '../../reading/check.js';
import { expressionsOf } from './expressions.js';

/** What devices call `other` where nothing on their list fits: kinds of things and architectures. */
const KEY_OF_A_KIND = /\/(type|architecture)$/;

/** AD-30: whoever asks for something that is called other says what it is. */
export const otherCheck: Check<ApplicationDescription> = {
  needs: ['deploymentProfiles'],
  check: ({ deploymentProfiles }, report) =>
    deploymentProfiles.forEach((profile, p) => {
      if (profile.description) return;
      for (const path of placesOfOther(profile, ['deploymentProfiles', p, 'deviceConstraints'])) {
        report('AD-30', path, 'What other means here is not explained: the profile has no description.');
      }
    }),
};

const placesOfOther = ({ deviceConstraints }: DeploymentProfile, at: DocumentPath): DocumentPath[] => {
  const cpu = [...at, 'capacityRequirements', 'cpu', 'architectures'];
  const architectures = deviceConstraints?.capacityRequirements?.cpu?.architectures ?? [];
  return [
    ...architectures.flatMap((name, a) => (name === 'other' ? [[...cpu, a]] : [])),
    ...expressionsOf(deviceConstraints, at).flatMap(({ expression: { key, values = [] }, at: place, of }) =>
      of === 'label' || !KEY_OF_A_KIND.test(key)
        ? []
        : values.flatMap((value, v) => (value === 'other' ? [[...place, 'values', v]] : [])),
    ),
  ];
};
