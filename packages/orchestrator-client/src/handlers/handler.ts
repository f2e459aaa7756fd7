import { DEFAULT_READ_LIMITS, type DeviceId } from '@margo-sdk/spec-model';
import type { ProfileFacts, SpiffeId, WireProfile, WirePathParameters, WireResource } from '@margo-sdk/protocol';
import type { DeviceRecord, FleetStore, StatusRecord } from '../store/fleet-store.js';
import type { HandlerAnswer, HandlerRequest } from './request.js';
import type { ServedVersions } from './served-versions.js';

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

/** What the interface can be asked for; named as the calls of its client are. */
export type FleetOperation =
  | 'getStateManifest'
  | 'getDeployment'
  | 'getBundle'
  | 'postDeploymentStatus'
  | 'putCapabilities'
  | 'deleteCapabilities';

/** What becomes of the devices behind a gateway that is deleted (M-53): they go with it, or it stays with them. */
export type GatewayDeletion = 'cascade' | 'refuse';

/** What a handler knows besides the request. */
export interface HandlerContext {
  /** Who is calling, from its certificate or signature and from nowhere else (API-06); authorised already (WP-13). */
  readonly caller: SpiffeId;
  /** How the caller is called where paths name it: the last part of its id. */
  readonly clientId: string;
  /** What this fleet manager speaks, and what that is like. */
  readonly profile: WireProfile;
  readonly facts: ProfileFacts;
  readonly store: FleetStore;
  /** Which manifests clients hold; absent where their reports say it. */
  readonly served: ServedVersions | undefined;
  readonly limits: FleetManagerLimits;
  readonly gatewayDeletion: GatewayDeletion;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the caller may report this device (API-08). */
  readonly acceptDevice: (deviceId: DeviceId) => boolean | Promise<boolean>;
  /** Answers instead of the operation when the caller asks too often. */
  readonly limitRate: (operation: FleetOperation) => HandlerAnswer | undefined | Promise<HandlerAnswer | undefined>;
  /** Publishes to the caller what it is to run, in this profile; the empty desired state to one that has none. */
  readonly publishInForce: () => Promise<void>;
  /** Told of every report that was stored. */
  readonly onStatus: (record: StatusRecord) => void;
  /** Told of the capabilities that were stored. */
  readonly onCapabilities: (record: DeviceRecord) => void;
  /** Told of devices that were unregistered. */
  readonly onDevicesRemoved: (deviceIds: readonly DeviceId[]) => void;
}

/** What the path of a resource says; one of an older revision need not name the device. */
export type PathParameters<Resource extends WireResource> = [Resource] extends ['capabilities']
  ? Partial<WirePathParameters<Resource>>
  : WirePathParameters<Resource>;

/** One operation of the interface: answers an authorised request, and changes nothing but the caller's own data. */
export type Handler<Resource extends WireResource> = (
  request: HandlerRequest,
  parameters: PathParameters<Resource>,
  context: HandlerContext,
) => Promise<HandlerAnswer>;
