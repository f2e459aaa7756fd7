import type { DeviceCapabilitiesManifest } from './schema.js';

/** What a device reports that hosts workloads; one that does not reports none of it (CP-02, CAP-09). */
export const HOSTING_MEMBERS = [
  'cpus',
  'memory',
  'storage',
  'peripherals',
  'interfaces',
  'otelCollector',
  'supportedRuntimes',
  'supportedDeploymentTypes',
] as const;

/** Tells whether a device says anything about workloads: a gateway that only speaks for others does not. */
export const hostsWorkloads = ({ properties }: DeviceCapabilitiesManifest): boolean =>
  HOSTING_MEMBERS.some((member) => properties[member] !== undefined);
