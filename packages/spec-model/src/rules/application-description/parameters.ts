import type { ApplicationDescription } from '../../application-description/schema.js';
import type { Check } from '../../reading/check.js';
import { shortened } from '../../reading/wording.js';

/** Names of secrets; a key on its own is one, as in `licence-key` and `sshKey`, and one in `keyboard` is none. */
const SECRET_NAMES = [
  /passw|passphrase|secret|token|credential|api-?key/i,
  /(?:^|[^a-z])keys?$/i,
  /[a-z]Keys?$/,
] as const;

/** PM-04: lists are read, but the data model of the specification does not have them. */
export const listsCheck: Check<ApplicationDescription> = {
  needs: ['parameters'],
  check: ({ parameters = {} }, report) => {
    for (const [name, { value }] of Object.entries(parameters)) {
      if (!Array.isArray(value)) continue;
      report('PM-04', ['parameters', name, 'value'], `The default of ${shortened(name)} is a list.`, {
        severity: 'warning',
        hint: 'Readers that follow the data model to the letter refuse lists; a Compose component gets the entries joined with commas.',
      });
    }
  },
};

/** PM-10: a description is public, so a default is no place for a secret. */
export const secretsCheck: Check<ApplicationDescription> = {
  needs: ['parameters'],
  check: ({ parameters = {} }, report) => {
    for (const [name, { value }] of Object.entries(parameters)) {
      if (typeof value === 'string' && value !== '' && SECRET_NAMES.some((pattern) => pattern.test(name))) {
        report('PM-10', ['parameters', name, 'value'], `The default of ${shortened(name)} looks like a secret.`);
      }
    }
  },
};
