export { BundleError, type BundleErrorCode } from './bundle-error.js';
export { BUNDLE_LIMITS, type BundleLimits } from './bundle-limits.js';
export type { BundleEntry } from './entry.js';
export { readBundle } from './read-bundle.js';
export type { ExpectedDeployment } from './read-bundle-with.js';
export { writeBundle } from './write-bundle.js';
