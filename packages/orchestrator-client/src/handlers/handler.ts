import { DEFAULT_READ_LIMITS } from '@margo-sdk/spec-model';
import type { SpiffeId, WirePathParameters, WireResource } from '@margo-sdk/protocol';
import type { FleetStore, StatusRecord } from '../store/fleet-store.js';

/** Limits that hold unless the options say otherwise. */
export const FLEET_MANAGER_DEFAULTS = {
  /** Bytes of a request body; as many as a device may read and write, so no report is too large for us only. */
  maxBodyBytes: DEFAULT_READ_LIMITS.maxBytes,
  /** Characters of a request path (RFC 9110 §4.1 asks for 8000 at least). */
  maxPathLength: 8000,
  /** Devices that one client may report. */
  maxDevices: 10_000,
} as const;

/** Limits in force. */
export type FleetManagerLimits = { readonly [Limit in keyof typeof FLEET_MANAGER_DEFAULTS]: number };

/** What a handler knows besides the request. */
export interface HandlerContext {
  /** Who is calling, from its certificate and from nowhere else (API-06); authorised already (WP-13). */
  readonly caller: SpiffeId;
  readonly store: FleetStore;
  readonly limits: FleetManagerLimits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every report that was stored. */
  readonly onStatus: (record: StatusRecord) => void;
}

/** One operation of the interface: answers an authorised request, and changes nothing but the caller's own data. */
export type Handler<Resource extends WireResource> = (
  request: Request,
  parameters: WirePathParameters<Resource>,
  context: HandlerContext,
) => Promise<Response>;
