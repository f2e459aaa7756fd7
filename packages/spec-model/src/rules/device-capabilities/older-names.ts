import type { Check } from '../../reading/check.js';

/** What older revisions have in properties, and where it went. */
const SINCE_THEN = {
  cpu: 'cpu is now called cpus.',
  roles: 'There are no roles any more; supportedDeploymentTypes says what the device can deploy.',
  resources: 'What was in resources now stands in properties itself.',
} as const;

type OlderName = keyof typeof SINCE_THEN;

/** CP-08: members of older revisions are not wrong in themselves, but nobody reads them. */
export const olderNamesCheck = (
  names: readonly OlderName[],
): Check<{ readonly properties: Readonly<Record<string, unknown>> }> => ({
  needs: ['properties'],
  check: ({ properties }, report) => {
    for (const name of names)
      if (Object.hasOwn(properties, name)) report('CP-08', ['properties', name], SINCE_THEN[name]);
  },
});
