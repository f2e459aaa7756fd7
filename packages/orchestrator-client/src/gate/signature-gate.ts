import type { SpiffeId } from '@margo-sdk/protocol';
import type { SignatureAlgorithm, VerifiedSignature } from '@margo-sdk/protocol/signatures';
import type { FleetManager } from '../fleet/fleet-manager.js';
import type { ClientRegistry } from '../clients/client-registry.js';
import type { HandlerAnswer, HandlerRequest } from '../handlers/request.js';
import type { GateRefusal } from './refusal.js';
import type { ReplayGuard } from './replay-guard.js';

/** A request that was refused at the gate. */
export interface RefusedRequest {
  /** Method and path, for example `GET /api/v1/clients/press-7/deployments`. */
  readonly request: string;
  /** Who it says to be from, where that can be the id of a client. */
  readonly clientId?: string;
}

/** Options of {@link createSignatureGate}. */
export interface SignatureGateOptions {
  /** Who answers what gets through; made with a signed profile, which the gate takes over. */
  readonly manager: Pick<FleetManager, 'answer' | 'profile'>;
  readonly registry: ClientRegistry;
  /**
   * What devices have as their address, for example `https://wfm.example.com`: requests are signed together with it, and
   * a proxy in between may change what arrives here (M-57). A path in it is one that a proxy takes away. A function is
   * asked for every request.
   */
  readonly origin: string | (() => string);
  /** Where the interface stands below the origin (M-04). Default: what the table of profiles says. */
  readonly basePath?: string;
  /** PEM of the root certificate that devices may download over a channel that they trust already (LG-02). Default: none. */
  readonly rootCertificate?: string;
  /** Milliseconds after its `created` for which a signature counts (LG-10). Default: 5 minutes. */
  readonly maxAgeMs?: number;
  /** Milliseconds by which the clock of a device may be ahead. Default: a minute. */
  readonly clockSkewMs?: number;
  /** Remembers what was used. Default: one in memory; several instances need one that they share. */
  readonly replayGuard?: ReplayGuard;
  /** Algorithms that may be used. Default: those of the registry. */
  readonly algorithms?: readonly SignatureAlgorithm[];
  /** Bytes of a request body. Default: 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Seconds after which a device may ask again whose certificate waits for a decision. Default: 60. */
  readonly pendingRetryAfterSeconds?: number;
  /**
   * Also takes bodies that no signature covers, from clients of early sandboxes: whoever stands in between can exchange
   * them unseen. Default `false`.
   */
  readonly dangerouslyAllowUncoveredBody?: boolean;
  /** Told of every request that was refused, with the check that it failed; log it. */
  readonly onRefused?: (error: GateRefusal, where: RefusedRequest) => unknown;
  /** Told of every error in the registry, the guard or a listener; nobody who asks gets to see it. Default: `console.error`. */
  readonly onError?: (error: unknown, where: RefusedRequest) => unknown;
  /** Milliseconds since 1970. Default: the system clock. */
  readonly now?: () => number;
}

/** Who a request is from, or the answer that refuses it. */
export type Authentication =
  | {
      readonly caller: SpiffeId;
      /** The request with its body, which was read; hand on this one. */
      readonly request: HandlerRequest;
      readonly signature: VerifiedSignature;
    }
  | { readonly answer: HandlerAnswer };

/** Stands in front of a fleet manager whose clients sign their messages; see {@link createSignatureGate}. */
export interface SignatureGate {
  /** Answers one request, given as plain data: those to be let in itself, all others by the fleet manager. Never rejects. */
  answer(this: void, request: HandlerRequest): Promise<HandlerAnswer>;
  /**
   * Answers one web `Request`. One of those has folded dot segments away before anybody sees it; hand in the target as
   * it was sent where you can (M-52).
   */
  fetch(this: void, request: Request): Promise<Response>;
  /**
   * Finds out who a request of a client is from, for routes of your own. Each signature is good once, so hand the
   * request on to nobody who would ask again. Never rejects.
   */
  authenticate(this: void, request: HandlerRequest): Promise<Authentication>;
}
