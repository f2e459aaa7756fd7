import { HOSTING_MEMBERS } from '../../device-capabilities/hosting.js';
import type { Check } from '../../reading/check.js';

interface Reported {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The lists of peripherals and interfaces came into question only later. */
const SIGNED_HOSTING_MEMBERS = [
  'cpu',
  'memory',
  'storage',
  'otelCollector',
  'supportedRuntimes',
  'supportedDeploymentTypes',
];

const allOrNone = (members: readonly string[], isGiven: (value: unknown) => boolean): Check<Reported> => ({
  needs: ['properties'],
  check: ({ properties }, report) => {
    const missing = members.filter((member) => !isGiven(properties[member]));
    if (missing.length > 0 && missing.length < members.length)
      report('CP-02', ['properties'], `A device that hosts workloads also reports ${missing.join(', ')}.`);
    if (properties['otelCollector'] === false)
      report('CP-02', ['properties', 'otelCollector'], 'A device that hosts workloads runs a collector (CAP-06).');
  },
});

/** CP-02: all of what hosting needs, or none of it. */
export const hostingCheck = allOrNone(HOSTING_MEMBERS, (value) => value !== undefined);

/** CP-02, as 1.0.0-rc.2 with signatures has it: what is empty counts as left out (CAP-09). */
export const signedHostingCheck = allOrNone(
  SIGNED_HOSTING_MEMBERS,
  (value) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
);
