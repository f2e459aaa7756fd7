/** Header of every bundle that we write, RFC 1952 §2.3: deflate, and nothing that differs between platforms. */
export const GZIP_HEADER: readonly number[] = [
  ...[0x1f, 0x8b, 8],
  // No name, no time, no level of compression.
  ...[0, 0, 0, 0, 0, 0],
  // Operating system: unknown.
  255,
];
