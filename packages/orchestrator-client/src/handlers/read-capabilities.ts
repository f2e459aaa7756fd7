import {
  safeParseDeviceCapabilitiesManifest,
  type DeviceCapabilitiesManifest,
  type ParseResult,
} from '@margo-sdk/spec-model';
import type { HandlerContext } from './handler.js';
import { readBody } from './read-body.js';

/** Reads reported capabilities, in the revision of the profile. */
export const readCapabilities = (
  bytes: Uint8Array,
  { facts, limits }: HandlerContext,
): Promise<ParseResult<DeviceCapabilitiesManifest>> =>
  readBody(bytes, {
    kind: 'DeviceCapabilitiesManifest',
    revision: facts.revision,
    maxBytes: limits.maxBodyBytes,
    parse: safeParseDeviceCapabilitiesManifest,
    complete: (value) => ({ value: withoutHostOfNothing(value), decisions: { capabilities: UNSAID } }),
  });

/**
 * What a device of preview release 1 that hosts workloads has no words for: nothing more than it names is connected, and
 * it runs a collector, as it must (OB-01, M-72).
 */
const UNSAID = { peripherals: [], interfaces: [], otelCollector: true };

/** What a device says that hosts workloads, wherever the older revisions have it. */
const OF_HOSTS = [
  ...['cpu', 'memory', 'storage', 'peripherals', 'interfaces', 'otelCollector'],
  ...['supportedRuntimes', 'supportedDeploymentTypes', 'resources'],
];

type Members = Readonly<Record<string, unknown>>;

/** A gateway that hosts nothing was to leave all of that empty, or to say so with its role, and leaves it out now (CAP-09). */
const withoutHostOfNothing = (value: Members): Members => {
  const properties = value['properties'] as Members;
  const { roles, ...others } = properties;
  const isGateway = Array.isArray(roles) && roles.length > 0 && roles.every((role) => role === 'Gateway');
  if (!isGateway && OF_HOSTS.some((member) => !isEmpty(properties[member]))) return value;
  const rest = Object.entries(others).filter(([member]) => !OF_HOSTS.includes(member));
  return { ...value, properties: Object.fromEntries(rest) };
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);
