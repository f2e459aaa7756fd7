/** Marks our errors across copies of a package: `import` and `require` of one package are two classes, one brand. */
const BRAND = Symbol.for('@margo-sdk/error');

/** What every error of the SDK carries besides its message. */
export interface MargoErrorOptions {
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** What to do next, in one sentence. */
  readonly hint?: string;
}

/**
 * Base of every error the SDK throws. Branch on {@link MargoError.code}, which is stable, never on the message.
 *
 * @example
 * ```ts
 * import { MargoError, parseDigest } from '@margo-sdk/spec-model';
 *
 * try {
 *   parseDigest('md5:0');
 * } catch (error) {
 *   if (MargoError.isInstance(error)) console.log(error.code, error.message);
 * }
 * ```
 */
export class MargoError extends Error {
  override name = 'MargoError';
  /** Stable identifier of the failure, for example `ERR_DIGEST_INVALID`. */
  readonly code: string;
  /** What to do next, where there is something to say. */
  readonly hint?: string;

  constructor(code: string, message: string, options: MargoErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Tells whether a value is an error of this SDK, whichever copy of the package made it. */
  static isInstance(value: unknown): value is MargoError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
  }

  /** A plain object for logs; carries no stack and no cause, so nothing private leaks through it. */
  toJSON(): { name: string; code: string; message: string; hint?: string } {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }
}
