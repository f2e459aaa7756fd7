import type { ApplicationDeployment, DeviceId } from '@margo-sdk/spec-model';
import type { DeploymentSnapshot, FailureReason } from '@margo-sdk/state-machine';
import { reportedText } from '../failure-reason.js';
import { isBehind } from './child-device.js';

// What a gateway says for itself; the codes are strings (M-10) with the gateway as their source (ST-05, ST-08).

const UNKNOWN_CHILD = '101';
const CHILD_UNREACHABLE = '102';
const NOT_PLACED = '103';

/** Why a deployment has stayed with the gateway that is meant for a device behind it; undefined when it is for itself. */
export const notPlaced = (
  { metadata: { deviceId: target } }: ApplicationDeployment,
  gateway: DeviceId,
): FailureReason | undefined => {
  if (!isBehind(gateway, target)) return undefined;
  return target.endsWith('/*')
    ? { code: NOT_PLACED, message: `${gateway} has found no device for ${target}.`, source: gateway } // DS-45
    : { code: UNKNOWN_CHILD, message: `${gateway} knows no device ${target}.`, source: gateway };
};

/** What a gateway reports about a child that it cannot connect to. */
export const childUnreachable = (gateway: DeviceId, child: string, { message }: Error): FailureReason => ({
  code: CHILD_UNREACHABLE,
  message: reportedText(`${gateway} cannot connect to ${child}: ${message}`),
  source: gateway,
});

/** Whether a deployment has failed because its device could not be reached: that may pass. */
export const failedUnreachable = ({ refusal, failures }: DeploymentSnapshot): boolean =>
  [refusal, ...failures.map(({ error }) => error)].some(
    (reason) => reason?.code === CHILD_UNREACHABLE && reason.source !== undefined,
  );
