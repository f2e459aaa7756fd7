import { componentOfToday, typeOfToday } from '../application-description/as-of-today.js';
import type { DeploymentId, DeviceId } from '../identifiers/identifiers.js';
import type { Check } from '../reading/check.js';
import type { Revision } from '../revisions/revision.js';
import { unchangedRules } from '../rules/unchanged-rules.js';
import { APPLICATION_DEPLOYMENT } from './application-deployment.js';
import type { OldDeployment } from './old-deployment.js';
import type { ApplicationDeployment } from './schema.js';

/** Stand-in where an old deployment is not aimed at a device. */
const SOME_DEVICE = 'device' as DeviceId;

/**
 * An old deployment as if it were one of today, so that rules that did not change can look at it. It is no upgrade: what
 * is missing is made up. Members are looked at when they are asked for, since others may be broken.
 */
const asOfToday = (old: OldDeployment): ApplicationDeployment => ({
  get id() {
    const { id } = old as { readonly id?: DeploymentId };
    return id ?? old.metadata.annotations?.id ?? ('' as DeploymentId);
  },
  get metadata() {
    const { name, namespace = 'default', deviceId = SOME_DEVICE } = old.metadata;
    return { name, namespace, deviceId };
  },
  get spec() {
    const { applicationId, deploymentProfile, parameters } = old.spec;
    const { type, components } = deploymentProfile;
    return {
      applicationId: applicationId ?? old.metadata?.annotations?.applicationId ?? '',
      deploymentProfile: { type: typeOfToday(type), components: components.map(componentOfToday) },
      parameters,
    };
  },
});

/** Where members stood before they got their places of today. */
const MOVED = {
  id: { now: ['id'], then: ['metadata', 'annotations', 'id'] },
  applicationId: { now: ['spec', 'applicationId'], then: ['metadata', 'annotations', 'applicationId'] },
} as const;

/** The rules about deployments that did not change since a revision, other than where the named ids stand. */
export const unchangedDeploymentRules = <Old extends OldDeployment>(
  revision: Revision,
  moved: readonly (keyof typeof MOVED)[],
): readonly Check<Old>[] =>
  unchangedRules(APPLICATION_DEPLOYMENT.checks, {
    revision,
    asOfToday,
    moved: moved.map((member) => MOVED[member]),
  });
