import type { DeploymentRecord, DeviceState } from '../store/device-state.js';

/** What is remembered under a key, which may come from outside. */
export const recordOf = ({ deployments }: DeviceState, key: string): DeploymentRecord | undefined =>
  Object.hasOwn(deployments, key) ? deployments[key] : undefined;
