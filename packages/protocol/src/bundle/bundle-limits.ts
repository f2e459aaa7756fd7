/** How much a bundle may hold; anything above is refused before memory is taken for it. */
export interface BundleLimits {
  /** Most bytes of the whole archive after decompression: all deployments with 1 to 2 KiB more for each. Default 64 MiB. */
  readonly maxUnpackedBytes?: number;
  /** Most bytes of one deployment. Default 1 MiB. */
  readonly maxEntryBytes?: number;
  /**
   * How many bytes may come out of each compressed one; the first MiB is free. Default 500: deployments that resemble
   * each other stay well below, and compressed nothing comes close to 1000.
   */
  readonly maxRatio?: number;
}

/** The limits of a bundle that hold unless told otherwise: bytes, and bytes out for each byte in. */
export const BUNDLE_LIMITS = {
  maxUnpackedBytes: 64 * 1024 * 1024,
  maxEntryBytes: 1024 * 1024,
  maxRatio: 500,
} as const satisfies Required<BundleLimits>;
