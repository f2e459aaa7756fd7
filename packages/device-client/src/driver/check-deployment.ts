import { isEligible, type ApplicationDeployment, type DeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import type { FailureReason } from '@margo-sdk/state-machine';
import type { WorkloadRuntime } from '../runtimes/workload-runtime.js';

/** What a device knows about itself when it judges a deployment. */
export interface CheckOptions {
  readonly runtimes: readonly WorkloadRuntime[];
  readonly capabilities: DeviceCapabilitiesManifest;
}

/** Why this device cannot apply a deployment, before anything is touched; undefined when it can. */
export const checkDeployment = (
  { metadata, spec }: ApplicationDeployment,
  { runtimes, capabilities }: CheckOptions,
): FailureReason | undefined => {
  const { type, deviceConstraints } = spec.deploymentProfile;
  const { id } = capabilities.properties;
  // M-28
  if ((metadata.deviceId as string) !== id) {
    return { code: 'WRONG_DEVICE', message: `The deployment is for ${metadata.deviceId}, this device is ${id}.` };
  }
  // L-23
  if (!runtimes.some((runtime) => runtime.supports(type))) {
    return { code: 'UNSUPPORTED_DEPLOYMENT_TYPE', message: `This device cannot run deployments of type ${type}.` };
  }
  // L-27, M-60
  const { eligible, reasons } = isEligible(deviceConstraints, capabilities);
  return eligible ? undefined : { code: 'DEVICE_NOT_ELIGIBLE', message: reasons.join(' ').slice(0, 1000) };
};
