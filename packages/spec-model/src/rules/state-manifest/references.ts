import type { Check } from '../../reading/check.js';
import type { StateManifest } from '../../state-manifest/schema.js';

/** MX-02 to MX-04. */
export const referencesCheck: Check<StateManifest> = {
  needs: ['bundle', 'deployments'],
  check: ({ bundle, deployments }, report) => {
    if ((bundle === null) !== (deployments.length === 0)) {
      const said = bundle ? 'Bundle is given for no deployments.' : 'Bundle is null although there are deployments.';
      report('MX-02', ['bundle'], said);
    }
    if (bundle && !bundle.url.endsWith(bundle.digest)) {
      report('MX-03', ['bundle', 'url'], 'The url does not end with the digest of the bundle.');
    }
    const ids = new Set<string>();
    deployments.forEach(({ deploymentId, digest, url }, d) => {
      // A UUID has no case (RFC 9562 §4).
      const id = deploymentId.toLowerCase();
      if (ids.has(id)) report('MX-04', ['deployments', d, 'deploymentId'], `${deploymentId} stands twice.`);
      ids.add(id);
      if (!url.endsWith(digest)) report('MX-03', ['deployments', d, 'url'], 'The url does not end with the digest.');
    });
  },
};
