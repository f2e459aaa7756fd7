import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/**
 * Thrown by a runtime that has given up on a component. Code and message go into the status report: no secrets. The
 * code is the runtime's own, short and stable; 101 to 103 belong to gateways (ST-08).
 *
 * @example
 * ```ts
 * import { WorkloadError } from '@margo-sdk/device-client';
 *
 * const error = new WorkloadError('IMAGE_NOT_FOUND', 'The registry has no image line-broker:1.0.0.');
 * console.log(error.code, error.message);
 * ```
 */
export class WorkloadError extends MargoError {
  override name = 'WorkloadError';

  constructor(code: string, message: string, options: MargoErrorOptions = {}) {
    super(code, message, options);
  }
}
