import { MargoError, type MargoErrorOptions } from '@margo-sdk/spec-model';

/** Codes of {@link StructuredFieldError}. */
export type StructuredFieldErrorCode = 'ERR_STRUCTURED_FIELD_INVALID' | 'ERR_STRUCTURED_FIELD_DUPLICATE';

/**
 * A text is not the structured field that was expected, or a value cannot be written as one
 * (`ERR_STRUCTURED_FIELD_INVALID`); or a dictionary that must not has a key twice (`ERR_STRUCTURED_FIELD_DUPLICATE`).
 */
export class StructuredFieldError extends MargoError {
  override name = 'StructuredFieldError';
  declare readonly code: StructuredFieldErrorCode;
  /** Characters before the fault; `undefined` when a value could not be written. */
  readonly position: number | undefined;

  constructor(code: StructuredFieldErrorCode, message: string, position?: number, options: MargoErrorOptions = {}) {
    super(code, message, options);
    this.position = position;
  }
}
