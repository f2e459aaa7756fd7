import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/** What can be said of a {@link WorkloadError} besides code and message. */
export interface WorkloadErrorOptions extends MargoErrorOptions {
  /** Whether another attempt may succeed without anything new being wanted (L-15). Default false. */
  readonly retryable?: boolean;
}

/**
 * Thrown by a runtime that has given up on an attempt. Code and message go into the status report: no secrets. The
 * code is the runtime's own, short and stable; 101 to 103 belong to gateways (ST-08).
 *
 * @example
 * ```ts
 * import { WorkloadError } from '@margo-sdk/device-client';
 *
 * const missing = new WorkloadError('IMAGE_NOT_FOUND', 'The registry has no image line-broker:1.0.0.');
 * const busy = new WorkloadError('REGISTRY_BUSY', 'The registry answers too slowly.', { retryable: true });
 * console.log(missing.retryable, busy.retryable); // false true
 * ```
 */
export class WorkloadError extends MargoError {
  override name = 'WorkloadError';
  /** Whether another attempt may succeed without anything new being wanted (L-15). */
  readonly retryable: boolean;

  constructor(code: string, message: string, { retryable = false, ...options }: WorkloadErrorOptions = {}) {
    super(code, message, options);
    this.retryable = retryable;
  }
}
