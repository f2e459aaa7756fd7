import { MargoError } from '../errors.js';
import type { Branded } from './brand.js';
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

const checked =
  <Name extends string>(code: string, what: string, accepts: (text: string) => boolean, hint: string) =>
  (text: string): Branded<Name> => {
    if (!accepts(text))
      throw new MargoError(code, `Not a valid ${what}: ${JSON.stringify(text.slice(0, 100))}`, { hint });
    return text as Branded<Name>;
  };

/** A URL parser would fold `.` and `..` away, so they never name a device (M-52). */
export const hasDotSegment = (text: string): boolean => text.split('/').some((part) => part === '.' || part === '..');

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

/** The device that answers for a target: itself, and for `gateway/*` the gateway until it has placed it (L-26). */
export const deviceOfTarget = (target: DeviceTarget): DeviceId => target.replace(/\/\*$/, '') as DeviceId;
