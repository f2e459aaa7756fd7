import type { Check } from '../../reading/check.js';
import { shortened } from '../../reading/wording.js';

/** M-06: `1.0` and `1e3` are numbers, but they are not how an integer is written. */
export const integerLiteralCheck = <Member extends string>(member: Member): Check<{ [M in Member]: bigint }> => ({
  needs: [member],
  check: (_, report, text) => {
    const source = text.sourceAt([member]);
    if (source !== undefined && !/^[1-9]\d*$/.test(source)) {
      report('MX-01', [member], `${member} is written ${shortened(source)}, but it must be digits only.`);
    }
  },
});
