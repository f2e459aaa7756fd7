export { LONGEST_TIMER_MS } from './deadline.js';
export type { CallOptions, StateManifestAnswer, WorkloadManagementClient, WriteOutcome } from './operations.js';
export {
  ONBOARDING_CLIENT_DEFAULTS,
  createOnboardingClient,
  type OnboardingClient,
  type OnboardingClientOptions,
  type OnboardingRequestOptions,
} from './onboarding-client.js';
export {
  WORKLOAD_MANAGEMENT_CLIENT_DEFAULTS,
  type CommonClientOptions,
  type MutualTlsClientOptions,
  type SignedClientOptions,
  type WorkloadManagementClientOptions,
} from './options.js';
export { retryDecision, type RetryDecision } from './retry-decision.js';
export { RETRY_DEFAULTS, type RetryClock, type RetryLimits, type RetryOptions } from './retry-options.js';
export { retrying } from './retrying.js';
export type { Fetch } from './send.js';
export {
  TRUST_BUNDLE_CLIENT_DEFAULTS,
  createTrustBundleClient,
  type TrustBundleClient,
  type TrustBundleClientOptions,
  type TrustDocumentAnswer,
  type TrustDocumentRequest,
} from './trust-bundle-client.js';
export { createWorkloadManagementClient } from './workload-management-client.js';
