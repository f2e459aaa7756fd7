import type { Check } from '../../reading/check.js';

interface FirstForm {
  readonly kind: string;
  readonly properties: { readonly resources: { readonly peripherals?: unknown; readonly interfaces?: unknown } };
}

/** CP-00: the first files of the interface had another kind, and neither peripherals nor interfaces. */
export const firstFormCheck: Check<FirstForm> = {
  needs: ['kind', 'properties'],
  check: ({ kind, properties: { resources } }, report) => {
    if (kind === 'DeviceCapabilities') {
      report('CP-00', ['kind'], 'kind DeviceCapabilities is what the first files of the interface say.', {
        severity: 'warning',
        hint: 'Write DeviceCapabilitiesManifest.',
      });
      return;
    }
    for (const member of ['peripherals', 'interfaces'] as const)
      if (resources[member] === undefined)
        report('CP-00', ['properties', 'resources', member], `properties.resources.${member} is missing.`);
  },
};
