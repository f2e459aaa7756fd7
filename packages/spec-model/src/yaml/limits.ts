import { MargoError } from '../errors.js';

/** How much of a text is looked at before it is refused. Every document is somebody else's. */
export interface ReadLimits {
  /** Longest text, in bytes of UTF-8. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Deepest nesting of lists and mappings, at most 256. Default 64. */
  readonly maxDepth?: number;
  /**
   * Most nodes: single values, lists, mappings and the pairs of mappings, so that `a: 1` is four of them. What stands
   * in place of an alias counts again. Default 262 144, one for every four bytes of the longest text; documents that
   * people write have one for every eight to twelve.
   */
  readonly maxNodes?: number;
  /** Most aliases, as in `*name`. Default 0: they are refused. */
  readonly maxAliases?: number;
}

/** The limits in force where none are given. */
export const DEFAULT_READ_LIMITS: Required<ReadLimits> = {
  maxBytes: 1_048_576,
  maxDepth: 64,
  maxNodes: 262_144,
  maxAliases: 0,
};

/** Reading calls itself for each level; some hundred levels more end the process, and no `catch` sees it. */
export const DEEPEST = 256;

/**
 * The limits in force where some are given.
 *
 * @throws MargoError `ERR_LIMIT_INVALID`
 */
export const resolveLimits = (limits: ReadLimits): Required<ReadLimits> => {
  const limit = (name: keyof ReadLimits, highest = Number.MAX_SAFE_INTEGER): number => {
    const value: unknown = limits[name] ?? DEFAULT_READ_LIMITS[name];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= highest) return value;
    const came = typeof value === 'number' ? `${value}` : `a value of type ${typeof value}`;
    throw new MargoError('ERR_LIMIT_INVALID', `The limit ${name} must be a whole number, but it is ${came}.`, {
      hint: `Choose a number from 0 to ${highest}, or leave ${name} out for ${DEFAULT_READ_LIMITS[name]}.`,
    });
  };
  return {
    maxBytes: limit('maxBytes'),
    maxDepth: limit('maxDepth', DEEPEST),
    maxNodes: limit('maxNodes'),
    maxAliases: limit('maxAliases'),
  };
};

/** What to do about a text that is over a limit. */
export const overLimitHint = (name: keyof ReadLimits): string =>
  `Make the text smaller, or pass a higher ${name} to the reader if you trust where it comes from.`;
