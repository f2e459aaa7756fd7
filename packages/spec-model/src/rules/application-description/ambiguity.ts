import type { ApplicationDescription } from '../../application-description/schema.js';
import type { Check } from '../../reading/check.js';
import { shortened } from '../../reading/wording.js';
import { isAmbiguousScalar } from '../../yaml/ambiguous-scalar.js';

/** Both versions of YAML are in use, and quotes make them agree. */
const QUOTE = { severity: 'warning', hint: 'Put it in quotes if it is meant as text.' } as const;

/** AD-08 and PM-04: what is written without quotes says the same to readers of YAML 1.1 and of 1.2. */
export const ambiguityCheck: Check<ApplicationDescription> = {
  needs: ['metadata', 'parameters'],
  check: ({ parameters = {} }, report, text) => {
    const isAmbiguous = (path: readonly string[]): boolean => isAmbiguousScalar(text.plainSourceAt(path) ?? 'text');
    for (const member of ['name', 'version']) {
      if (!isAmbiguous(['metadata', member])) continue;
      report('AD-08', ['metadata', member], `Other readers of YAML take ${member} for something else.`, QUOTE);
    }
    for (const name of Object.keys(parameters)) {
      const path = ['parameters', name, 'value'];
      if (!isAmbiguous(path)) continue;
      report('PM-04', path, `Other readers of YAML take the default of ${shortened(name)} for something else.`, QUOTE);
    }
  },
};
