import type { OldDeployment } from '../../application-deployment/old-deployment.js';
import type { Rc2SignedDeployment } from '../../application-deployment/rc2-signed.js';
import type { Check } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';
import { reportOciComponents, reportOldComponents } from '../application-description/old-revisions.js';

const COMPONENTS = ['spec', 'deploymentProfile', 'components'] as const;

/** AX-00: every revision before 1.0.0-rc.3 that has an apiVersion writes the same one. */
export const formOfOldCheck: Check<OldDeployment & { readonly apiVersion: string }> = {
  needs: ['apiVersion'],
  check: ({ apiVersion }, report) => {
    if (apiVersion === 'application.margo.org/v1alpha1') return;
    const said = `apiVersion is ${quoted(apiVersion)}, not "application.margo.org/v1alpha1".`;
    report('AX-00', ['apiVersion'], said, { severity: 'warning' });
  },
};

/** AX-03: text and OpenAPI file of 1.0.0-rc.2 have the id of the application in different places. */
export const applicationIdCheck: Check<Rc2SignedDeployment> = {
  needs: ['metadata', 'spec'],
  check: ({ metadata, spec }, report) => {
    const annotated = metadata.annotations?.applicationId;
    if (annotated === undefined && spec.applicationId === undefined) {
      report('AX-03', ['metadata', 'annotations'], 'metadata.annotations.applicationId is missing.', {
        hint: 'Write the id of the application description.',
      });
    } else if (annotated !== undefined && spec.applicationId !== undefined && annotated !== spec.applicationId) {
      report('AX-03', ['spec', 'applicationId'], 'metadata.annotations.applicationId is another id.');
    }
  },
};

/** AD-22, AD-23, AD-26: components that live in Helm repositories and at URLs. */
export const oldComponentsCheck: Check<OldDeployment> = {
  needs: ['spec'],
  check: ({ spec: { deploymentProfile } }, report) =>
    reportOldComponents(deploymentProfile.type, deploymentProfile.components, COMPONENTS, report),
};

/** AD-20, AD-21, AD-23: components that live in an OCI registry, or still at a URL. */
export const ociComponentsCheck: Check<OldDeployment> = {
  needs: ['spec'],
  check: ({ spec: { deploymentProfile } }, report) =>
    reportOciComponents(deploymentProfile.components, COMPONENTS, report),
};
