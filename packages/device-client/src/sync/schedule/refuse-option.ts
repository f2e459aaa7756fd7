import { MargoError } from '@margo-sdk/spec-model';

/** Throws `ERR_OPTION_INVALID`. */
export const refuseOption = (name: string, expected: string): never => {
  throw new MargoError('ERR_OPTION_INVALID', `Expected ${expected} as ${name}.`, {
    hint: 'Leave the option out to take the default.',
  });
};
