import type { ApplicationDescription } from '../../application-description/schema.js';
import type { Check } from '../../reading/check.js';
import { shortened } from '../../reading/wording.js';

/** PM-09: what can be chosen for one way to deploy an application can be chosen for the others. */
export const reachCheck: Check<ApplicationDescription> = {
  needs: ['deploymentProfiles', 'parameters'],
  check: ({ deploymentProfiles, parameters = {} }, report) => {
    const targets = Object.values(parameters).flatMap((parameter) => parameter.targets);
    const reached = new Set(targets.flatMap(({ components }) => components));
    const profiles = deploymentProfiles.map(({ id, type, components }) => ({
      id,
      type,
      isReached: components.some(({ name }) => reached.has(name)),
    }));
    const types = new Set(profiles.flatMap(({ type, isReached }) => (isReached ? [type] : [])));
    profiles.forEach(({ id, type, isReached }, p) => {
      const others = types.size - (types.has(type) ? 1 : 0);
      if (isReached || others === 0) return;
      report(
        'PM-09',
        ['deploymentProfiles', p, 'components'],
        `No parameter reaches a component of ${shortened(id)}, although parameters reach profiles of another type.`,
      );
    });
  },
};
