import * as z from 'zod';
import { type DeploymentId, type DeviceId, type DeviceTarget, type Digest, hasDotSegment } from './identifiers.js';
import { PATTERNS } from './patterns.js';
import { STATES } from './state.js';

const UINT64_MAX = 2n ** 64n - 1n;
const noDotSegment = (text: string): boolean => !hasDotSegment(text);

/** Schema of a device id. */
export const deviceIdSchema = z.string().regex(PATTERNS.deviceId).refine(noDotSegment).meta({
  id: 'DeviceId',
  description: 'A device, or gateway/child for a device behind a gateway.',
}) as unknown as z.ZodType<DeviceId, string>;

/** Schema of what a deployment is aimed at. */
export const deviceTargetSchema = z.string().regex(PATTERNS.deviceTarget).refine(noDotSegment).meta({
  id: 'DeviceTarget',
  description: 'A device, or gateway/* for any child of the gateway.',
}) as unknown as z.ZodType<DeviceTarget, string>;

/** Schema of a deployment id. */
export const deploymentIdSchema = z.string().regex(PATTERNS.deploymentId).meta({
  id: 'DeploymentId',
  description: 'UUID that the fleet manager gave the deployment.',
}) as unknown as z.ZodType<DeploymentId, string>;

/** Schema of a content digest. */
export const digestSchema = z.string().regex(PATTERNS.digest).meta({
  id: 'Digest',
  description: 'sha256 of the exact bytes, as sha256:<64 lower-case hex digits>.',
}) as unknown as z.ZodType<Digest, string>;

/** Schema of a manifest version: read as number or bigint, always given as bigint (M-06). */
export const manifestVersionSchema = z
  .union([z.int(), z.bigint()])
  .transform((version) => BigInt(version))
  .refine((version) => version >= 1n && version <= UINT64_MAX)
  .meta({
    id: 'ManifestVersion',
    description: 'Version of a state manifest, 1 to 2^64-1; each one is higher than the one before.',
    rule: 'MX-01',
  });

/** Schema of a state. */
export const stateSchema = z
  .enum(STATES)
  .meta({ id: 'State', description: 'State of a component or of a whole deployment.', rule: 'SX-01' });
