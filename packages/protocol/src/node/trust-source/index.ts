export { followTrustSource, type FollowTrustSourceOptions } from './follow-trust-source.js';
export {
  TRUST_SOURCE_DEFAULTS,
  type TrustSourceClock,
  type TrustSourceEvent,
  type TrustSourceOptions,
} from './options.js';
export type { ServiceProof } from './service-proof.js';
export type { TrustRefresh } from './bundle-holder.js';
export { createTrustSource, type TrustSource } from './trust-source.js';
