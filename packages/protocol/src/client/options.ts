import type { RetryOptions } from './retry-options.js';
import type { Fetch } from './send.js';

/** Limits that hold unless the options say otherwise: milliseconds, and bytes after decompression. */
export const WORKLOAD_MANAGEMENT_CLIENT_DEFAULTS = {
  timeoutMs: 30_000,
  maxManifestBytes: 1024 * 1024,
  maxDeploymentBytes: 1024 * 1024,
  maxBundleBytes: 64 * 1024 * 1024,
  maxProblemBytes: 64 * 1024,
} as const;

/** Options of `createWorkloadManagementClient`. */
export interface WorkloadManagementClientOptions {
  /** Origin of the fleet manager, for example `https://wfm.example.com`; plain http only to this very machine. */
  readonly baseUrl: string | URL;
  /** Where below the origin the interface is served, for example `/v1alpha2/margo` (M-04). Default: at the root. */
  readonly basePath?: string;
  /** Sends a request; brings the mutual TLS (API-05). Default: the platform's own `fetch`. */
  readonly fetch?: Fetch;
  /** Milliseconds for one whole exchange, its body included. Default 30 000. */
  readonly timeoutMs?: number;
  /** Largest state manifest in bytes. Default 1 MiB, as much as its reader takes. */
  readonly maxManifestBytes?: number;
  /** Largest single deployment in bytes. Default 1 MiB. */
  readonly maxDeploymentBytes?: number;
  /** Largest bundle in bytes, as it is sent: still compressed. Default 64 MiB. */
  readonly maxBundleBytes?: number;
  /** Largest problem document in bytes; of a longer one only the status is used. Default 64 KiB. */
  readonly maxProblemBytes?: number;
  /** Milliseconds since 1970, to measure `Retry-After` dates against. Default: the system clock. */
  readonly now?: () => number;
  /** Tries again where another attempt may succeed; `{}` takes the defaults. Default: one attempt is made. */
  readonly retry?: RetryOptions;
}
