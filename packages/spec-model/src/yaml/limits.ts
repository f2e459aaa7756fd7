/** How much of a text is looked at before it is refused. Every document is somebody else's. */
export interface ReadLimits {
  /** Longest text, in bytes of UTF-8. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Deepest nesting of lists and mappings. Default 64. */
  readonly maxDepth?: number;
}

/** The limits in force where none are given. */
export const DEFAULT_READ_LIMITS: Required<ReadLimits> = {
  maxBytes: 1_048_576,
  maxDepth: 64,
};
