export { joinBundle, packBundleEntry, readBundle, type BundleSegment } from './bundle/index.js';
export { readCredentials, type Credentials, type KeyInHardware, type OwnIdentity } from './credentials.js';
export {
  judgeForwardedClient,
  type ForwardedClient,
  type ForwardedClientExpectation,
} from './judge-forwarded-client.js';
export { createMutualTlsFetch, type MutualTlsFetch, type MutualTlsFetchOptions } from './mutual-tls-fetch.js';
export {
  createMutualTlsServer,
  type MutualTlsListener,
  type MutualTlsServer,
  type MutualTlsServerOptions,
} from './mutual-tls-server.js';
export {
  createServerTlsFetch,
  type ServerTlsFetch,
  type ServerTlsFetchOptions,
  type ServerTrust,
} from './server-tls/index.js';
export type { MutualTlsIdentity, TlsVersionOptions } from './secure-context.js';
export {
  keyIdOf,
  signerFromKey,
  verificationKeysOf,
  type SignerFromKeyOptions,
  type VerificationKeysOptions,
} from './signatures/index.js';
export {
  TRUST_SOURCE_DEFAULTS,
  createTrustSource,
  followTrustSource,
  type FollowTrustSourceOptions,
  type ServiceProof,
  type TrustRefresh,
  type TrustSource,
  type TrustSourceClock,
  type TrustSourceEvent,
  type TrustSourceOptions,
} from './trust-source/index.js';
