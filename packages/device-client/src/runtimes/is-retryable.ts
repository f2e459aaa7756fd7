import { MargoError } from '@margo-sdk/spec-model';

/**
 * Whether another attempt may succeed (L-15). Errors of the SDK say so themselves, or are final; of all others nobody
 * knows, so they are tried again.
 */
export const isRetryable = (error: unknown): boolean =>
  !MargoError.isInstance(error) || (error as { readonly retryable?: unknown }).retryable === true;
