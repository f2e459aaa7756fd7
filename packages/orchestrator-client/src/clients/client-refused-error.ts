import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/** Codes of {@link ClientRefusedError}. */
export type ClientRefusal =
  | 'ERR_CLIENT_UNKNOWN'
  | 'ERR_CLIENT_REVOKED'
  | 'ERR_CLIENT_CERTIFICATE_INVALID'
  | 'ERR_CLIENT_CERTIFICATE_EXPIRED'
  | 'ERR_CLIENT_CERTIFICATE_REPLACED'
  | 'ERR_CLIENT_CERTIFICATE_TAKEN'
  | 'ERR_CLIENT_ID_TAKEN'
  | 'ERR_CLIENT_NOT_ACCEPTED'
  | 'ERR_CLIENT_PENDING';

/**
 * A client, or a certificate that wants to become one, is not let in. The code says which of the checks it failed; no
 * message holds key material.
 */
export class ClientRefusedError extends MargoError {
  override name = 'ClientRefusedError';
  declare readonly code: ClientRefusal;

  constructor(code: ClientRefusal, message: string, options: MargoErrorOptions = {}) {
    super(code, message, options);
  }
}
