import type { DeviceCapabilitiesManifest } from '../../device-capabilities/schema.js';
import { parseQuantity } from '../../placement/quantity.js';
import type { Check } from '../../reading/check.js';

const HOSTING = [
  'cpus',
  'memory',
  'storage',
  'peripherals',
  'interfaces',
  'otelCollector',
  'supportedRuntimes',
  'supportedDeploymentTypes',
] as const;

/** CP-02: all of what hosting needs, or none of it. */
export const hostingCheck: Check<DeviceCapabilitiesManifest> = {
  needs: ['properties'],
  check: ({ properties }, report) => {
    const missing = HOSTING.filter((member) => properties[member] === undefined);
    if (missing.length > 0 && missing.length < HOSTING.length) {
      report('CP-02', ['properties'], `A device that hosts workloads also reports ${missing.join(', ')}.`);
    }
    if (properties.otelCollector === false) {
      report('CP-02', ['properties', 'otelCollector'], 'A device that hosts workloads runs a collector (CAP-06).');
    }
  },
};

/** CP-04. */
export const quantitiesCheck: Check<DeviceCapabilitiesManifest> = {
  needs: ['properties'],
  check: ({ properties }, report) => {
    for (const member of ['memory', 'storage'] as const) {
      const quantity = properties[member];
      if (quantity !== undefined && parseQuantity(quantity) === undefined) {
        report('CP-04', ['properties', member], `${member} is not an amount: ${JSON.stringify(quantity)}`);
      }
    }
  },
};

/** CP-06: a custom runtime is chosen by its labels. */
export const customCheck: Check<DeviceCapabilitiesManifest> = {
  needs: ['properties', 'labels'],
  check: ({ properties, labels = {} }, report) => {
    const offers =
      properties.supportedDeploymentTypes?.includes('custom') || properties.supportedRuntimes?.includes('custom');
    if (offers && Object.keys(labels).length === 0)
      report('CP-06', ['properties'], 'The device offers custom without labels.');
  },
};
