import type { SignedProfile } from '../profiles/index.js';
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

/** What every client needs, whatever profile it speaks. */
export interface CommonClientOptions {
  /** Origin of the fleet manager, for example `https://wfm.example.com`; plain http only to this very machine. */
  readonly baseUrl: string | URL;
  /**
   * Where below the origin the interface is served, for example `/v1alpha2/margo` (M-04). Default: where the profile has
   * it, which is at the root for all but `symphony-2025`.
   */
  readonly basePath?: string;
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

/** Options of a client that is known by the certificate of its connection: the profile `rc3`. */
export interface MutualTlsClientOptions extends CommonClientOptions {
  /** Default: `rc3`. */
  readonly profile?: 'rc3' | undefined;
  /** Sends a request; brings the mutual TLS (API-05). Default: the platform's own `fetch`. */
  readonly fetch?: Fetch;
}

/** Options of a client that signs what it sends: the older profiles. */
export interface SignedClientOptions extends CommonClientOptions {
  /** What the fleet manager speaks, as its operator says; it is never guessed (M-01). */
  readonly profile: SignedProfile;
  /** What the fleet manager called this client when it was let in: letters, digits, `.`, `-`, `_`, 255 at the most. */
  readonly clientId: string;
  /** Sends a request and signs it (LG-09): made with `createSigningFetch`. */
  readonly fetch: Fetch;
}

/** Options of `createWorkloadManagementClient`. */
export type WorkloadManagementClientOptions = MutualTlsClientOptions | SignedClientOptions;
