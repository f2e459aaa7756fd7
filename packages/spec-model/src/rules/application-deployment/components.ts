import { reportConstraints } from '../application-description/constraints.js';
import { reportProperties } from '../application-description/profiles.js';
import type { Check } from '../../reading/check.js';
import type { ApplicationDeployment } from '../../application-deployment/schema.js';

const PROFILE = ['spec', 'deploymentProfile'] as const;

/** AX-08: left over from older revisions, and harmless to a reader. */
export const oldMembersCheck: Check<ApplicationDeployment> = {
  needs: [],
  check: (deployment, report) => {
    for (const member of ['apiVersion', 'kind']) {
      if (member in deployment) report('AX-08', [member], `${member} is no longer used.`);
    }
  },
};

/** AX-04, AX-05: components are told apart by name, and every target finds one. */
export const componentsCheck: Check<ApplicationDeployment> = {
  needs: ['spec'],
  check: ({ spec }, report) => {
    const names = new Set<string>();
    spec.deploymentProfile.components.forEach(({ name, properties }, c) => {
      if (names.has(name)) {
        report('AD-18', [...PROFILE, 'components', c, 'name'], `Another component is called ${name}.`);
      }
      names.add(name);
      reportProperties(properties, [...PROFILE, 'components', c, 'properties'], report);
    });
    for (const [name, { targets }] of Object.entries(spec.parameters ?? {})) {
      targets.forEach(({ components }, t) => {
        // targets of other profiles are tolerated; a target without any component here is a mistake.
        const reaches = components.some((component) => names.has(component));
        components.forEach((component, c) => {
          if (names.has(component)) return;
          report(
            'AX-05',
            ['spec', 'parameters', name, 'targets', t, 'components', c],
            `The deployment has no component ${component}.`,
            reaches ? { severity: 'warning' } : {},
          );
        });
      });
    }
  },
};

/** DC-02, DC-03. */
export const deploymentConstraintsCheck: Check<ApplicationDeployment> = {
  needs: ['spec'],
  check: ({ spec }, report) =>
    reportConstraints(spec.deploymentProfile.deviceConstraints, [...PROFILE, 'deviceConstraints'], report),
};
