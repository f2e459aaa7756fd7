import { checkDeploymentOn, type ApplicationDeployment, type DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import type { FailureReason } from '@margo-sdk/state-machine';
import { reportedText } from '../failure-reason.js';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';

/** What is known about a device when a deployment is judged. */
export interface CheckOptions {
  readonly runtimes: readonly Pick<WorkloadRuntime, 'supports'>[];
  readonly capabilities: DeviceCapabilitiesManifest;
}

/** Why a device cannot apply a deployment, before anything is touched; undefined when it can. */
export const checkDeployment = (
  deployment: ApplicationDeployment,
  { runtimes, capabilities }: CheckOptions,
): FailureReason | undefined => {
  const { type } = deployment.spec.deploymentProfile;
  // L-23
  if (!runtimes.some((runtime) => runtime.supports(type))) {
    return { code: 'UNSUPPORTED_DEPLOYMENT_TYPE', message: `This device cannot run deployments of type ${type}.` };
  }
  // L-27, M-60. What cannot be told is no reason to refuse.
  const faults = checkDeploymentOn(deployment, capabilities).filter(({ severity }) => severity === 'error');
  if (faults.length === 0) return undefined;
  return { code: 'DEVICE_NOT_ELIGIBLE', message: reportedText(faults.map(({ message }) => message).join(' ')) };
};

/** Why a deployment is not for this device; undefined when it is (M-28). */
export const checkTarget = (
  { metadata }: ApplicationDeployment,
  { properties: { id } }: DeviceCapabilitiesManifest,
): FailureReason | undefined =>
  (metadata.deviceId as string) === id
    ? undefined
    : { code: 'WRONG_DEVICE', message: `The deployment is for ${metadata.deviceId}, this device is ${id}.` };
