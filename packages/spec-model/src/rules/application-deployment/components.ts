import { reportConstraints } from '../application-description/constraints.js';
import { reportProperties } from '../application-description/profiles.js';
import type { Check, Report } from '../../reading/check.js';
import type { ApplicationDeployment } from '../../application-deployment/schema.js';
import { quoted, shortened } from '../../reading/wording.js';

const PROFILE = ['spec', 'deploymentProfile'] as const;

/** AX-08: left over from older revisions, and harmless to a reader. */
export const oldMembersCheck: Check<object> = {
  needs: [],
  check: (deployment, report) => {
    for (const member of ['apiVersion', 'kind']) {
      if (Object.hasOwn(deployment, member)) report('AX-08', [member], `${member} is no longer used.`);
    }
  },
};

/** AD-18, AD-20, AD-21, AD-23: components are told apart by name, and can be had. */
export const componentsCheck: Check<ApplicationDeployment> = {
  needs: ['spec'],
  check: ({ spec }, report) => {
    const names = new Set<string>();
    spec.deploymentProfile.components.forEach(({ name, properties }, c) => {
      if (names.has(name)) {
        report('AD-18', [...PROFILE, 'components', c, 'name'], `Another component is called ${shortened(name)}.`);
      }
      names.add(name);
      reportProperties(properties, [...PROFILE, 'components', c, 'properties'], report);
    });
  },
};

/** AX-05. */
export const targetsCheck: Check<ApplicationDeployment> = {
  needs: ['spec'],
  check: (deployment, report) => reportTargets(deployment, report),
};

/** Reports targets that no component of the deployment is. */
export const reportTargets = ({ spec }: ApplicationDeployment, report: Report): void => {
  const names = new Set(spec.deploymentProfile.components.map(({ name }) => name));
  for (const [name, { targets }] of Object.entries(spec.parameters ?? {})) {
    targets.forEach(({ components }, t) => {
      // targets of other profiles are tolerated; a target without any component here is a mistake.
      const reaches = components.some((component) => names.has(component));
      components.forEach((component, c) => {
        if (names.has(component)) return;
        report(
          'AX-05',
          ['spec', 'parameters', name, 'targets', t, 'components', c],
          `The deployment has no component ${quoted(component)}.`,
          reaches ? { severity: 'warning' } : {},
        );
      });
    });
  }
};

/** DC-02 to DC-08. */
export const deploymentConstraintsCheck: Check<ApplicationDeployment> = {
  needs: ['spec'],
  check: ({ spec }, report) =>
    reportConstraints(spec.deploymentProfile.deviceConstraints, [...PROFILE, 'deviceConstraints'], report),
};
