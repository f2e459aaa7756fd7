import type { DeviceCapabilitiesManifest } from '../../device-capabilities/schema.js';
import type { Check } from '../../reading/check.js';

/** `example.com/zone`, or the domain the other way round: `com.example.zone`. */
const WITH_DOMAIN = /^[^/.]+\.[^/]+\/.|^[^/.]+\.[^/.]+\.[^/]/;

/** CP-05: a name that others may have chosen as well says nothing (CAP-05). */
export const labelNamesCheck: Check<DeviceCapabilitiesManifest> = {
  needs: ['labels'],
  check: ({ labels = {} }, report) => {
    for (const name of Object.keys(labels))
      if (!WITH_DOMAIN.test(name))
        report('CP-05', ['labels', name], 'The name of the label has no domain, so that others may use it as well.', {
          severity: 'warning',
          hint: 'Put a domain of your own in front, for example example.com/zone.',
        });
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
