import { MargoError } from '@margo-sdk/spec-model';
import { WorkloadError, type WorkloadErrorOptions } from './workload-error.js';

const CODE = 'CHILD_UNREACHABLE';

/**
 * Thrown by the runtime of a device behind a gateway when it cannot connect to that device. The gateway reports the
 * code 102 with itself as the source (ST-08, M-37), and tries again. The message is reported: no secrets.
 *
 * @example
 * ```ts
 * import { ChildUnreachableError } from '@margo-sdk/device-client';
 *
 * const error = new ChildUnreachableError('Port 2 has no link.');
 * console.log(error.code, error.retryable); // CHILD_UNREACHABLE true
 * ```
 */
export class ChildUnreachableError extends WorkloadError {
  override name = 'ChildUnreachableError';

  constructor(message: string, options: Omit<WorkloadErrorOptions, 'retryable'> = {}) {
    super(CODE, message, { ...options, retryable: true });
  }
}

/** Told by its code, because there can be two copies of this package. */
export const isChildUnreachable = (error: unknown): error is MargoError =>
  MargoError.isInstance(error) && error.code === CODE;
