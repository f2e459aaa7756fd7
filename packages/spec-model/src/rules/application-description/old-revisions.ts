import type { OldComponent } from '../../application-description/old-component-schema.js';
import type { OldDescription } from '../../application-description/old-description.js';
import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { Check, Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';
import { REPOSITORY_HINT, reportRepository } from './repository.js';
import { reportZeroTimeout } from './timeout.js';

/** AD-03: every revision before 1.0.0-rc.3 writes the same apiVersion. */
export const formOfOldCheck: Check<OldDescription> = {
  needs: ['apiVersion'],
  check: ({ apiVersion }, report) => {
    if (apiVersion === 'margo.org/v1-alpha1') return;
    report('AD-03', ['apiVersion'], `apiVersion is ${quoted(apiVersion)}, not "margo.org/v1-alpha1".`, {
      severity: 'warning',
    });
  },
};

/** AD-16, AD-22, AD-23, AD-26: components that live in Helm repositories and at URLs. */
export const componentsOfOldCheck: Check<OldDescription> = {
  needs: ['deploymentProfiles'],
  check: ({ deploymentProfiles }, report) =>
    deploymentProfiles.forEach(({ type, components = [] }, p) => {
      const at = ['deploymentProfiles', p, 'components'];
      if (components.length === 0) report('AD-16', at, `Profile ${p + 1} lists no components.`);
      reportOldComponents(type, components, at, report);
    }),
};

/** AD-20, AD-21, AD-23: components that live in an OCI registry, or still at a URL. */
export const ociComponentsCheck: Check<OldDescription> = {
  needs: ['deploymentProfiles'],
  check: ({ deploymentProfiles }, report) =>
    deploymentProfiles.forEach(({ components = [] }, p) =>
      reportOciComponents(components, ['deploymentProfiles', p, 'components'], report),
    ),
};

/** AD-30: what is called other has to be explained to a person. */
export const requiredResourcesCheck: Check<OldDescription> = {
  needs: ['deploymentProfiles'],
  check: ({ deploymentProfiles }, report) =>
    deploymentProfiles.forEach(({ description, requiredResources: { cpu, peripherals, interfaces } = {} }, p) => {
      const named = [
        ...(cpu?.architectures ?? []),
        ...(peripherals ?? []).map(({ type }) => type),
        ...(interfaces ?? []).map(({ type }) => type),
      ];
      if (!named.includes('other') || description) return;
      report('AD-30', ['deploymentProfiles', p, 'requiredResources'], 'It is not explained what other stands for.');
    }),
};

/** Reports what components lacked until 1.0.0-rc.2. Deployments share this. */
export const reportOldComponents = (
  type: string,
  components: readonly OldComponent[],
  path: DocumentPath,
  report: Report,
): void =>
  components.forEach(({ name, properties }, c) => {
    const at = [...path, c, 'properties'];
    reportTimeout(properties.timeout, at, report);
    if (type.startsWith('helm')) {
      if (properties.repository === undefined) report('AD-22', at, `The Helm component ${name} has no repository.`);
      if (properties.revision === undefined) {
        report('AD-22', at, `The Helm component ${name} has no revision.`, { severity: 'warning' });
      }
      return;
    }
    if (properties.packageLocation === undefined) {
      report('AD-22', at, `The Compose component ${name} has no packageLocation.`);
    }
    if (properties.keyLocation === undefined) {
      report('AD-26', at, `Nobody can tell whether the package of ${name} is genuine: it has no keyLocation.`);
    }
  });

/** Reports what components lacked between 1.0.0-rc.2 and 1.0.0-rc.3. Deployments share this. */
export const reportOciComponents = (components: readonly OldComponent[], path: DocumentPath, report: Report): void =>
  components.forEach(({ name, properties }, c) => {
    const at = [...path, c, 'properties'];
    reportTimeout(properties.timeout, at, report);
    for (const member of ['packageLocation', 'keyLocation'] as const) {
      if (properties[member] !== undefined) {
        report('AD-21', [...at, member], `${member} was given up between 1.0.0-rc.2 and 1.0.0-rc.3.`);
      }
    }
    if (properties.packageLocation !== undefined) return;
    reportRepository(properties.repository, [...at, 'repository'], report);
    if (properties.revision === undefined) report('AD-20', at, `The component ${name} has no revision.`);
    if (properties.repository === undefined) {
      report('AD-20', at, `The component ${name} has no repository.`, { hint: REPOSITORY_HINT });
    }
  });

const reportTimeout = (timeout: string | undefined, at: DocumentPath, report: Report): void => {
  if (timeout === undefined) return;
  const path = [...at, 'timeout'];
  if (!PATTERNS.timeout.test(timeout)) {
    report('AD-23', path, `The timeout ${quoted(timeout)} is not written as minutes and seconds.`);
  } else reportZeroTimeout(timeout, path, report);
};
