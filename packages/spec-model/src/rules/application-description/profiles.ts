import type { ApplicationDescription, DeploymentProfile } from '../../application-description/schema.js';
import type { Check, Report } from '../../reading/check.js';
import { isMapping } from '../../reading/mapping.js';
import { shortened } from '../../reading/wording.js';
import { reportRepository } from './repository.js';
import { reportZeroTimeout } from './timeout.js';

/** AD-14, AD-18, AD-19: names that must tell things apart. */
export const namesCheck: Check<ApplicationDescription> = {
  needs: ['deploymentProfiles'],
  check: ({ deploymentProfiles }, report) => {
    const ids = new Set<string>();
    const typeOf = new Map<string, string>();
    deploymentProfiles.forEach(({ id, type, components }, p) => {
      const profile = ['deploymentProfiles', p] as const;
      if (ids.has(id)) report('AD-14', [...profile, 'id'], `Another profile has the id ${shortened(id)} already.`);
      ids.add(id);
      const names = new Set<string>();
      components.forEach(({ name }, c) => {
        const at = [...profile, 'components', c, 'name'];
        if (names.has(name)) report('AD-18', at, `Another component of the profile is called ${shortened(name)}.`);
        names.add(name);
        const other = typeOf.get(name);
        if (other !== undefined && other !== type) {
          report('AD-19', at, `A component of a ${other} profile is called ${shortened(name)} too.`, {
            hint: 'Give the components different names, for example by ending one with -compose.',
          });
        }
        typeOf.set(name, type);
      });
    });
  },
};

/** AD-20, AD-21, AD-23: where components come from, and properties that are gone or do harm. */
export const componentPropertiesCheck: Check<ApplicationDescription> = {
  needs: [],
  check: ({ deploymentProfiles }, report) => {
    if (!Array.isArray(deploymentProfiles)) return;
    deploymentProfiles.forEach((profile, p) => {
      if (!Array.isArray(profile?.components)) return;
      profile.components.forEach((component, c) =>
        reportProperties(component?.properties, ['deploymentProfiles', p, 'components', c, 'properties'], report),
      );
    });
  },
};

/** Reports what is wrong with the properties of one component. Deployments share this. */
export const reportProperties = (
  properties: { readonly repository?: unknown; readonly timeout?: unknown } | undefined,
  path: readonly (string | number)[],
  report: Report,
): void => {
  if (!isMapping(properties)) return;
  for (const member of ['packageLocation', 'keyLocation']) {
    if (Object.hasOwn(properties, member)) report('AD-21', [...path, member], `${member} is no longer used.`);
  }
  reportRepository(properties.repository, [...path, 'repository'], report);
  reportZeroTimeout(properties.timeout, [...path, 'timeout'], report);
};

/** AD-25, AD-27, AD-29: advice about a whole profile. */
export const profileAdviceCheck: Check<ApplicationDescription> = {
  needs: ['deploymentProfiles'],
  check: ({ deploymentProfiles }, report) => {
    deploymentProfiles.forEach((profile, p) => adviseProfile(profile, p, report));
    const types = new Set(deploymentProfiles.map(({ type }) => type));
    if (types.has('helm') !== types.has('compose')) {
      const missing = types.has('helm') ? 'Compose' : 'Helm';
      report('AD-27', ['deploymentProfiles'], `There is no ${missing} profile: devices of that kind are left out.`);
    }
  },
};

const adviseProfile = (profile: DeploymentProfile, p: number, report: Report): void => {
  const path = ['deploymentProfiles', p] as const;
  if (Object.hasOwn(profile, 'requiredResources'))
    report('AD-29', [...path, 'requiredResources'], 'requiredResources is no longer read.');
  const [only, second] = profile.components;
  if (only?.properties.wait !== undefined && second === undefined) {
    const still = only.properties.timeout === undefined ? '' : '; the timeout holds all the same';
    report(
      'AD-25',
      [...path, 'components', 0, 'properties', 'wait'],
      `wait has no effect, because there is no next component${still}.`,
      { hint: 'Remove the line.' },
    );
  }
};
