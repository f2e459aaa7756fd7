export {
  BUNDLE_LIMITS,
  BundleError,
  readBundle,
  writeBundle,
  type BundleEntry,
  type BundleErrorCode,
  type BundleLimits,
  type ExpectedDeployment,
} from './bundle/index.js';
export { sha256Digest, verifyDigest } from './digest.js';
export {
  DigestMismatchError,
  ProblemError,
  TransportError,
  UnexpectedResponseError,
  type ProblemErrorInit,
  type TransportErrorCode,
  type UnexpectedResponseErrorCode,
} from './errors.js';
export { formatETag, matchesETag, parseETag, parseIfNoneMatch, type EntityTag } from './etag.js';
export {
  fleetManagerIdOf,
  judgePeer,
  margoIdentityOf,
  parseClientCert,
  parseClientCertChain,
  parseSpiffeId,
  parseTrustBundle,
  PeerRefusedError,
  readCertificate,
  spiffeIdOf,
  stringifyTrustBundle,
  trustDomainOf,
  type AnchorKey,
  type CertificateFacts,
  type KeyUsage,
  type MargoIdentity,
  type MargoRole,
  type ParseTrustBundleOptions,
  type ParsedTrustBundle,
  type PeerExpectation,
  type PeerRefusal,
  type PresentedPeer,
  type SpiffeId,
  type TrustAnchor,
  type TrustBundle,
} from './identity/index.js';
export { stringifyStateManifest } from './manifest.js';
export { accepts, mediaTypeOf } from './negotiation.js';
export {
  PROBLEM_NAMESPACE,
  PROBLEM_TYPES,
  STATUS_PHRASES,
  createProblem,
  parseRetryAfter,
  problemResponse,
  problemTypeOf,
  problemTypeUri,
  requiresRetryAfter,
  retryAdvice,
  type BackoffStrategy,
  type ProblemOptions,
  type ProblemStatus,
  type ProblemType,
  type RetryAdvice,
} from './problem/index.js';
export {
  WIRE_PROFILES,
  joinBasePath,
  wirePath,
  type WirePathParameters,
  type WireProfile,
  type WireResource,
} from './profiles.js';
export { readBounded } from './read-bounded.js';
