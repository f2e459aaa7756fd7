import type { ApplicationDeployment } from '../../application-deployment/schema.js';
import { PATTERNS } from '../../identifiers/patterns.js';
import type { Check } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

/** AX-02: name and namespace become names in Kubernetes, which takes only labels as DNS has them. */
export const namesCheck: Check<ApplicationDeployment> = {
  needs: ['metadata'],
  check: ({ metadata }, report) => {
    for (const member of ['name', 'namespace'] as const) {
      if (PATTERNS.dnsLabel.test(metadata[member])) continue;
      report(
        'AX-02',
        ['metadata', member],
        `${member} is no name that Kubernetes takes: ${quoted(metadata[member])}.`,
        {
          severity: 'warning',
          hint: 'Use at most 63 lower-case letters, digits and dashes, with no dash at either end.',
        },
      );
    }
  },
};
