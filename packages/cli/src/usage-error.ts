import { MargoError } from '@margo-sdk/spec-model';

/** The command cannot do what it was asked for: it was called wrongly, or a file can be read or written by nobody. */
export class UsageError extends MargoError {
  override name = 'UsageError';

  constructor(message: string, hint?: string) {
    super('ERR_USAGE', message, hint === undefined ? {} : { hint });
  }
}

/** What the SDK refuses about an argument is a matter of the call. */
export const asArgument = <Value>(option: string, parse: () => Value): Value => {
  try {
    return parse();
  } catch (error) {
    if (MargoError.isInstance(error)) throw new UsageError(`${option}: ${error.message}`, error.hint);
    throw error;
  }
};
