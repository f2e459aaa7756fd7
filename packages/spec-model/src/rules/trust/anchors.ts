import type { Check } from '../../reading/check.js';
import { anchorsOf, certificateOf, isAnchorEntry, type SpiffeBundle } from '../../trust/anchors.js';

/** TB-11: a bundle without anchors would trust nobody, or be mistaken for one that trusts everybody. */
export const anchorsCheck: Check<SpiffeBundle> = {
  needs: ['keys'],
  check: (bundle, report) => {
    bundle.keys.forEach((entry, index) => {
      if (isAnchorEntry(entry) && certificateOf(entry) === undefined)
        report('TB-10', ['keys', index], `x5c of keys[${index}] does not begin with a certificate in base64.`, {
          severity: 'warning',
          hint: 'Publish each anchor as one CA certificate in base64 of DER.',
        });
    });
    if (anchorsOf(bundle).length === 0) report('TB-11', ['keys'], 'The bundle has no X.509 anchor.');
  },
};
