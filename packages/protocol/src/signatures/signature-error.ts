import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/** Codes of {@link SignatureError}. */
export type SignatureErrorCode =
  | 'ERR_SIGNATURE_MISSING'
  | 'ERR_SIGNATURE_MALFORMED'
  | 'ERR_SIGNATURE_LABEL_DUPLICATE'
  | 'ERR_SIGNATURE_LABEL_UNKNOWN'
  | 'ERR_SIGNATURE_COMPONENT_INVALID'
  | 'ERR_SIGNATURE_COMPONENT_MISSING'
  | 'ERR_SIGNATURE_PARAMETER_MISSING'
  | 'ERR_SIGNATURE_ALGORITHM_REFUSED'
  | 'ERR_SIGNATURE_TOO_OLD'
  | 'ERR_SIGNATURE_FROM_FUTURE'
  | 'ERR_SIGNATURE_EXPIRED'
  | 'ERR_SIGNATURE_KEY_UNKNOWN'
  | 'ERR_SIGNATURE_INVALID'
  | 'ERR_SIGNATURE_REPLAYED'
  | 'ERR_CONTENT_DIGEST_MISSING'
  | 'ERR_CONTENT_DIGEST_MALFORMED'
  | 'ERR_CONTENT_DIGEST_MISMATCH';

/** A message is not signed as the policy asks for. It must not be acted upon. */
export class SignatureError extends MargoError {
  override name = 'SignatureError';
  declare readonly code: SignatureErrorCode;

  constructor(code: SignatureErrorCode, message: string, options: MargoErrorOptions = {}) {
    super(code, message, options);
  }
}
