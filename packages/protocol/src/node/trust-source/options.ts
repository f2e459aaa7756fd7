import { setTimeout as sleepFor } from 'node:timers/promises';
import type { MargoError } from '@margo-sdk/spec-model';
import type { ServiceProof } from './service-proof.js';

/** Where time comes from; the clock of a device agent fits. */
export interface TrustSourceClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits `ms` milliseconds; ends early, by any outcome, when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What a trust source has to say beside the bundles themselves. */
export type TrustSourceEvent =
  /** No bundle came, or none that can be used: the one in force stays (TB-13). */
  | { readonly type: 'refresh-failed'; readonly error: MargoError; readonly retryInMs: number }
  /** The file of before is not used, and will be replaced. */
  | { readonly type: 'cache-refused'; readonly error: MargoError }
  /** The bundle is in force, and a restart without the identity service would not find it. */
  | { readonly type: 'cache-not-written'; readonly error: unknown }
  /** `spiffe_sequence` is lower than that of the bundle in force (M-40). */
  | { readonly type: 'sequence-fell'; readonly from: number; readonly to: number }
  /** A subscriber threw when it was told of a bundle. */
  | { readonly type: 'subscriber-failed'; readonly error: unknown };

/** Options of `createTrustSource`. One of `bundleUrl` and `discoveryUrl` is needed. */
export interface TrustSourceOptions {
  /** The own trust domain, for example `factory.example`; `trustDomainOf` takes it from the own id. */
  readonly trustDomain: string;
  /** https address of the trust bundle. */
  readonly bundleUrl?: string | URL;
  /** https address of the document that says where the bundle is, by default at `/.well-known/margo` (TB-03). */
  readonly discoveryUrl?: string | URL;
  /** How the identity service is recognised, each time. */
  readonly authenticate: ServiceProof;
  /**
   * Further origins where the bundle may be, such as `https://mis.example.com`. Default: only that of `discoveryUrl`. To
   * list one says that `authenticate` covers it (TB-08).
   */
  readonly bundleOrigins?: readonly string[];
  /** File that keeps the bundle over a restart; its folder has to exist. Default: none (TB-18). */
  readonly cacheFile?: string;
  /** Secret that the file is protected with against changes. Default: none, which protects it against damage only (M-58). */
  readonly cacheKey?: Uint8Array;
  /** Milliseconds between refreshes where the bundle has no hint of its own. Default one hour (TB-15). */
  readonly refreshIntervalMs?: number;
  /** Milliseconds after a failure, at most; the pause is drawn from the upper half. Default one minute. */
  readonly retryIntervalMs?: number;
  /** Milliseconds for one exchange, connection included. Default 30 000. */
  readonly timeoutMs?: number;
  /** The most bytes that a document may have. Default 1 MiB. */
  readonly maxBytes?: number;
  /** What a falling `spiffe_sequence` means; the specification does not compare it. Default `warn` (M-40). */
  readonly fallingSequence?: 'ignore' | 'warn' | 'refuse';
  /** Also speak TLS 1.2 with the identity service. Default false (TLS-03, TLS-04). */
  readonly dangerouslyAllowTls12?: boolean;
  /** Told of whatever is not as it should be; log it. What it throws becomes a warning of the process. */
  readonly onEvent?: (event: TrustSourceEvent) => void;
  /** Default: the system's, whose timers do not keep the process alive. */
  readonly clock?: TrustSourceClock;
  /** A number from 0 up to, not including, 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** What holds unless the options say otherwise; milliseconds and bytes. */
export const TRUST_SOURCE_DEFAULTS = {
  refreshIntervalMs: 3_600_000,
  retryIntervalMs: 60_000,
  timeoutMs: 30_000,
  maxBytes: 1024 * 1024,
  fallingSequence: 'warn',
} as const;

/** The clock of the machine. */
export const systemClock: TrustSourceClock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => sleepFor(ms, undefined, { ref: false, ...(signal !== undefined && { signal }) }),
};
