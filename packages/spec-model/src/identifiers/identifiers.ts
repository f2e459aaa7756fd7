import type { Branded } from './brand.js';
import { checked } from './checked.js';
import { PATTERNS } from './patterns.js';

/** Id of an application, `^[a-z0-9-]{1,200}$`. */
export type ApplicationId = Branded<'ApplicationId'>;
/** Id of a deployment, a UUID given by the fleet manager; stays the same when the content changes. */
export type DeploymentId = Branded<'DeploymentId'>;
/** Id of a device; `gateway/child` names a device behind a gateway. */
export type DeviceId = Branded<'DeviceId'>;
/** What a deployment is aimed at: a {@link DeviceId}, or `gateway/*`. */
export type DeviceTarget = DeviceId | Branded<'DeviceTarget'>;
/** `sha256:` and 64 lower-case hex digits. */
export type Digest = Branded<'Digest'>;

/** A URL parser would fold `.` and `..` away, so they never name a device (M-52). */
export const hasDotSegment = (text: string): boolean => text.split('/').some((part) => part === '.' || part === '..');

/**
 * Takes a string as the id of an application. Throws `ERR_APPLICATION_ID_INVALID`.
 *
 * @example
 * ```ts
 * import { parseApplicationId } from '@margo-sdk/spec-model';
 *
 * const id = parseApplicationId('com-example-hello');
 * ```
 */
export const parseApplicationId = checked<'ApplicationId'>(
  'ERR_APPLICATION_ID_INVALID',
  'application id',
  (text) => PATTERNS.applicationId.test(text),
  'Use 1 to 200 lower-case letters, digits and dashes.',
);

/** Takes a string as a digest. Throws `ERR_DIGEST_INVALID`. */
export const parseDigest = checked<'Digest'>(
  'ERR_DIGEST_INVALID',
  'digest',
  (text) => PATTERNS.digest.test(text),
  'Write sha256: followed by 64 lower-case hex digits.',
);

/** Takes a string as a deployment id. Throws `ERR_DEPLOYMENT_ID_INVALID`. */
export const parseDeploymentId = checked<'DeploymentId'>(
  'ERR_DEPLOYMENT_ID_INVALID',
  'deployment id',
  (text) => PATTERNS.deploymentId.test(text),
  'A deployment id is a UUID.',
);

/** Takes a string as a device id. Throws `ERR_DEVICE_ID_INVALID`. */
export const parseDeviceId = checked<'DeviceId'>(
  'ERR_DEVICE_ID_INVALID',
  'device id',
  (text) => PATTERNS.deviceId.test(text) && !hasDotSegment(text),
  'Use letters, digits and . _ ~ - in each part; join a gateway and its child with a slash.',
);

/**
 * Takes a string as what a deployment is aimed at: a device, or `gateway/*` for any device behind a gateway (A-45).
 * Throws `ERR_DEVICE_TARGET_INVALID`.
 *
 * @example
 * ```ts
 * import { deviceOfTarget, parseDeviceTarget } from '@margo-sdk/spec-model';
 *
 * console.log(deviceOfTarget(parseDeviceTarget('gateway-1/*'))); // gateway-1
 * ```
 */
export const parseDeviceTarget: (text: string) => DeviceTarget = checked<'DeviceTarget'>(
  'ERR_DEVICE_TARGET_INVALID',
  'device target',
  (text) => PATTERNS.deviceTarget.test(text) && !hasDotSegment(text),
  'Name a device, gateway/child, or gateway/* for any child.',
);

/** The device that answers for a target: itself, and for `gateway/*` the gateway until it has placed it (L-26). */
export const deviceOfTarget = (target: DeviceTarget): DeviceId => target.replace(/\/\*$/, '') as DeviceId;
