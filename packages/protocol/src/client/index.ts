export { LONGEST_TIMER_MS } from './deadline.js';
export type { CallOptions, StateManifestAnswer, WorkloadManagementClient, WriteOutcome } from './operations.js';
export { WORKLOAD_MANAGEMENT_CLIENT_DEFAULTS, type WorkloadManagementClientOptions } from './options.js';
export type { Fetch } from './send.js';
export { createWorkloadManagementClient } from './workload-management-client.js';
