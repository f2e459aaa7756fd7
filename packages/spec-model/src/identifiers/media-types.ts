/** Media types of the wire, once. */
export const MEDIA_TYPES = {
  manifest: 'application/vnd.margo.manifest.v1+json',
  bundle: 'application/vnd.margo.bundle.v1+tar+gzip',
  deployment: 'application/yaml',
  json: 'application/json',
  problem: 'application/problem+json',
} as const;
