import type { SpiffeId, WireProfile } from '@margo-sdk/protocol';
import type { DeploymentId, DeviceId, LostStep } from '@margo-sdk/spec-model';
import type { FleetManagerLimits, GatewayDeletion } from '../handlers/handler.js';
import type { PublishOutcome } from '../publish/publish-next.js';
import type { DeviceRecord, FleetStore, StatusRecord } from '../store/fleet-store.js';
import type { ClientPolicy, DevicePolicy, RatePolicy } from './policy.js';

/** A request in which something broke on our side. */
export interface FailedRequest {
  /** Method and path, for example `GET /api/v1/deployments`; `publish` when there was no request. */
  readonly request: string;
  readonly caller: SpiffeId;
}

/** Options of `createFleetManager`. */
export interface FleetManagerOptions extends Partial<FleetManagerLimits> {
  /** Where everything is kept. */
  readonly store: FleetStore;
  /**
   * What the clients of this manager speak (M-01). Default `rc3`. Two managers of different profiles may share a store
   * while a fleet moves from one to the other: a client gets what it is to run in the form of the manager that it asks.
   */
  readonly profile?: WireProfile;
  /** Below which path the interface is served (M-04). Default: what the profile has, which is nothing in most. */
  readonly basePath?: string;
  /**
   * Decides about a deployment that says what the revision of the profile has no place for, for example constraints, which
   * no device gets to know then. Default: it is not published, with `ERR_CONVERSION_LOSS` (M-66).
   */
  readonly acceptConversionLoss?: (client: SpiffeId, deploymentId: DeploymentId, lost: readonly LostStep[]) => boolean;
  /**
   * Which clients are accepted. There is no default, because an id in the own namespace is not enough (WP-16): look the
   * client up in a list, or say `acceptAnyClient`.
   */
  readonly acceptClient: ClientPolicy;
  /** Which devices a client may report; others are refused with 403 (API-08). Default: all. */
  readonly acceptDevice?: DevicePolicy;
  /** Which requests come too often; they are answered 429. Default: none. */
  readonly rateLimit?: RatePolicy;
  /** What becomes of the devices behind a gateway that is deleted (M-53). Default `cascade`: they go with it. */
  readonly gatewayDeletion?: GatewayDeletion;
  /** Milliseconds for which superseded bytes stay available (M-18). Default: an hour. */
  readonly graceMs?: number;
  /** Bytes of deployments that are remembered so that `update` does not read them again. Default: 64 MiB. */
  readonly maxRememberedBytes?: number;
  /** Milliseconds since 1970. Default: the system clock. */
  readonly now?: () => number;
  /**
   * After how many milliseconds without a request of a client its rows in the view are `silent` (L-24). Never unless
   * told: how often devices poll is decided where they are, and a guess would cry wolf. Allow for several polls and for planned downtime.
   */
  readonly silentAfterMs?: number;
  /** Told of every report that was stored, in the order in which they were. */
  readonly onStatus?: (client: SpiffeId, record: StatusRecord) => void;
  /** Told of all capabilities that were stored. */
  readonly onCapabilities?: (client: SpiffeId, record: DeviceRecord) => void;
  /** Told of the devices that a client has unregistered. */
  readonly onDevicesRemoved?: (client: SpiffeId, deviceIds: readonly DeviceId[]) => void;
  /** Told of every new manifest of this manager. */
  readonly onPublished?: (client: SpiffeId, outcome: PublishOutcome) => void;
  /**
   * Told of every error in the policy, the store or a listener. A client gets to see none of it. Default: `console.error`.
   */
  readonly onError?: (error: unknown, where: FailedRequest) => void;
}
