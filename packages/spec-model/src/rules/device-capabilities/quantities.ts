import { parseQuantity } from '../../identifiers/quantity.js';
import type { DocumentPath } from '../../issue.js';
import type { Check, Report } from '../../reading/check.js';
import { quoted } from '../../reading/wording.js';

interface Amounts {
  readonly memory?: string | undefined;
  readonly storage?: string | undefined;
}

/** Units that only storage is given in. */
const LARGE_UNIT = /[TPE]i$/;

const reportAmounts = (amounts: Amounts, path: DocumentPath, report: Report): void => {
  for (const member of ['memory', 'storage'] as const) {
    const amount = amounts[member];
    if (amount === undefined) continue;
    const said = `${member} is ${quoted(amount)}`;
    if (parseQuantity(amount) === undefined) report('CP-04', [...path, member], `${said}, which is no amount.`);
    else if (member === 'memory' && LARGE_UNIT.test(amount))
      report('CP-04', [...path, member], `${said}, but it is written in Ki, Mi or Gi.`);
  }
};

/** CP-04. */
export const quantitiesCheck: Check<{ readonly properties: Amounts }> = {
  needs: ['properties'],
  check: ({ properties }, report) => reportAmounts(properties, ['properties'], report),
};

/** CP-04, where preview release 1 has the amounts. */
export const resourceQuantitiesCheck: Check<{ readonly properties: { readonly resources: Amounts } }> = {
  needs: ['properties'],
  check: ({ properties }, report) => reportAmounts(properties.resources, ['properties', 'resources'], report),
};
