import { createProblem, margoIdentityOf, type SpiffeId } from '@margo-sdk/protocol';
import type { DeploymentId, DeviceId } from '@margo-sdk/spec-model';
import { answerProblem } from '../handlers/answer.js';
import { FLEET_MANAGER_DEFAULTS, type FleetManagerLimits, type GatewayDeletion } from '../handlers/handler.js';
import { readRequestPath } from '../handlers/request-path.js';
import type { HandlerAnswer, HandlerRequest } from '../handlers/request.js';
import { route } from '../handlers/route.js';
import { createTurns } from '../publish/in-turn.js';
import { createKnownStates } from '../publish/known-states.js';
import { publishChange, type DesiredChange } from '../publish/publish-change.js';
import { publishAll, type PublishOptions } from '../publish/publish-desired-state.js';
import { PUBLISH_DEFAULTS, type PublishOutcome } from '../publish/publish-next.js';
import { takeSources } from '../publish/read-deployments.js';
import { fromWeb, toWeb } from '../serve/web.js';
import type { AbandonmentRecord, DeviceRecord, FleetStore, StatusRecord } from '../store/fleet-store.js';
import { abandonRemoval, type AbandonOptions } from './abandon.js';
import { createHearing } from './hearing.js';
import { comeBack, deny, type ClientPolicy, type ComeBack, type DevicePolicy, type RatePolicy } from './policy.js';
import { viewClient, type DeploymentView } from './view.js';

/** A request in which something broke on our side. */
export interface FailedRequest {
  /** Method and path, for example `GET /api/v1/deployments`; `publish` when there was no request. */
  readonly request: string;
  readonly caller: SpiffeId;
}

/** Options of {@link createFleetManager}. */
export interface FleetManagerOptions extends Partial<FleetManagerLimits> {
  /** Where everything is kept. */
  readonly store: FleetStore;
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

/** A fleet manager without its sockets; see {@link createFleetManager}. */
export interface FleetManager {
  /**
   * Answers one request, given as plain data. Never rejects.
   *
   * @param request - as it came
   * @param caller - who sent it, from the certificate that the transport has verified (API-05, API-06)
   */
  answer(this: void, request: HandlerRequest, caller: SpiffeId): Promise<HandlerAnswer>;
  /**
   * Answers one web `Request`: {@link FleetManager.answer} for frameworks that speak it. A `Request` has folded dot
   * segments away before anybody sees it; hand in the target as it was sent where you can (M-52).
   */
  fetch(this: void, request: Request, caller: SpiffeId): Promise<Response>;
  /** Publishes all that a client shall run; see {@link publishDesiredState}, whose errors it throws. */
  publish(
    this: void,
    client: SpiffeId,
    deployments: PublishOptions['deployments'],
    options?: Pick<PublishOptions, 'minVersion'>,
  ): Promise<PublishOutcome>;
  /**
   * Publishes a change to what a client shall run: what is set and removed, and everything else as it is. Costs nearly the
   * same however much else the client runs.
   *
   * @throws DocumentError `ERR_DOCUMENT_INVALID`: a document is not a valid ApplicationDeployment; nothing is published
   * @throws MargoError `ERR_DEPLOYMENT_DUPLICATE`: a deployment is named twice
   * @throws MargoError `ERR_CLIENT_ID_INVALID`: the id is not one of a client
   * @throws MargoError `ERR_STORE_CONFLICT`, `ERR_STORE_INCONSISTENT`: the store does not do what `FleetStore` says
   */
  update(
    this: void,
    client: SpiffeId,
    change: DesiredChange,
    options?: Pick<PublishOptions, 'minVersion'>,
  ): Promise<PublishOutcome>;
  /**
   * Deletes the bytes of a client that were superseded longer ago than `graceMs` (M-18). Publishing does this too; call it
   * for clients to whom nothing is published for long.
   *
   * @returns how many artefacts were deleted
   */
  prune(this: void, client: SpiffeId): Promise<number>;
  /**
   * Answers 503 to every request from now on, for a shutdown that devices shall wait out; those under way are finished.
   *
   * @param options - when to come back. Default: in 10 seconds
   * @throws MargoError `ERR_PROBLEM_TYPE_INVALID`, `ERR_PROBLEM_MEMBER_INVALID`, `ERR_RETRY_AFTER_MISSING`
   */
  drain(this: void, options?: Partial<ComeBack>): void;
  /** What was published to a client against what it reported, one row for each deployment and device. */
  view(this: void, client: SpiffeId): Promise<readonly DeploymentView[]>;
  /**
   * Ends a removal that a device is not expected to finish, because it was lost or scrapped (L-24): the view shows
   * `abandoned` with who decided it and when. Nothing is sent, so a device that comes back goes on with its removal. Its
   * next report is shown as ever, and so is a deployment that is published for it again; the decision has ended then, and
   * another removal has to be given up anew.
   *
   * @param client - the client whose device it is
   * @param deploymentId - the deployment that is not wanted there any more
   * @param options - who decides, and on which device
   * @returns what was recorded
   * @throws MargoError `ERR_ABANDON_REFUSED`: the deployment is wanted there, was never published, is gone or was abandoned
   *   already; or its removal is outstanding on several devices and none was named; or `by` is empty
   */
  abandon(
    this: void,
    client: SpiffeId,
    deploymentId: DeploymentId,
    options: AbandonOptions,
  ): Promise<AbandonmentRecord>;
  /**
   * Listens to the reports of one client that this manager stores from now on, in their order.
   *
   * @returns a function that ends the listening
   */
  watch(this: void, client: SpiffeId, listener: (record: StatusRecord) => void): () => void;
}

/**
 * Makes a fleet manager: the server's half of the workload-management interface, for any framework; `serveFleetManager` of `@margo-sdk/orchestrator-client/node` puts it on a socket with mutual TLS.
 *
 * @param options - store, policy, limits and listeners
 *
 * @example
 * ```ts
 * import { createFleetManager, createMemoryStore } from '@margo-sdk/orchestrator-client';
 * import { parseSpiffeId } from '@margo-sdk/protocol';
 *
 * const client = parseSpiffeId('spiffe://factory.example/margo/wfm/line-1/client/press-7');
 * const manager = createFleetManager({
 *   store: createMemoryStore(),
 *   acceptClient: (id) => id === client,
 *   onStatus: (id, { deploymentId, status }) => console.log(id, deploymentId, status.status.state),
 * });
 * await manager.publish(client, []);
 * const poll = new Request('https://wfm.example.com/api/v1/deployments');
 * const response = await manager.fetch(poll, client);
 * console.log(response.status, await response.text()); // 200 {"bundle":null,"deployments":[],"manifestVersion":1}
 * ```
 */
export const createFleetManager = ({
  store,
  acceptClient,
  acceptDevice = () => true,
  rateLimit = () => undefined,
  gatewayDeletion = 'cascade',
  graceMs = PUBLISH_DEFAULTS.graceMs,
  maxRememberedBytes = PUBLISH_DEFAULTS.maxRememberedBytes,
  now = Date.now,
  silentAfterMs,
  onStatus,
  onCapabilities,
  onDevicesRemoved,
  onPublished,
  onError = logError,
  maxBodyBytes = FLEET_MANAGER_DEFAULTS.maxBodyBytes,
  maxPathLength = FLEET_MANAGER_DEFAULTS.maxPathLength,
  maxDevices = FLEET_MANAGER_DEFAULTS.maxDevices,
}: FleetManagerOptions): FleetManager => {
  const limits = { maxBodyBytes, maxPathLength, maxDevices };
  const watchers = new Map<SpiffeId, Set<(record: StatusRecord) => void>>();
  const heard = createHearing(store, now);
  const known = createKnownStates(maxRememberedBytes);
  const inTurn = createTurns<SpiffeId>();
  let draining: HandlerAnswer | undefined;

  const answer = async (request: HandlerRequest, caller: SpiffeId): Promise<HandlerAnswer> => {
    const fail = (error: unknown): void => attempt(() => onError(error, { request: nameOf(request), caller }));
    try {
      if (draining !== undefined) return draining;
      const verdict = isClient(caller) && (await acceptClient(caller));
      if (verdict !== true) return deny(verdict);
      await heard(caller, fail);
      // Member by member: spread into it, the context alone would cost several times what a poll without news does.
      return await route(request, {
        caller,
        store,
        limits,
        now,
        gatewayDeletion,
        acceptDevice: (deviceId) => acceptDevice(caller, deviceId),
        limitRate: async (operation) => {
          const limited = await rateLimit(caller, operation);
          return limited && comeBack(429, limited);
        },
        // What is stored is stored: whatever a listener does, the client has done its part.
        onStatus: (record) => {
          attempt(() => onStatus?.(caller, record), fail);
          for (const watcher of [...(watchers.get(caller) ?? [])]) attempt(() => watcher(record), fail);
        },
        onCapabilities: (record) => attempt(() => onCapabilities?.(caller, record), fail),
        onDevicesRemoved: (deviceIds) => attempt(() => onDevicesRemoved?.(caller, deviceIds), fail),
      });
    } catch (error) {
      fail(error);
      return answerProblem(createProblem(500, { retryAfterSeconds: RETRY_AFTER_SECONDS }));
    }
  };

  const publishing = (client: SpiffeId, options: Pick<PublishOptions, 'minVersion'> = {}) => ({
    ...{ store, client, now, graceMs, known },
    ...options,
  });
  const announce = (client: SpiffeId, outcome: PublishOutcome): PublishOutcome => {
    const fail = (error: unknown): void => attempt(() => onError(error, { request: 'publish', caller: client }));
    if (outcome.changed) attempt(() => onPublished?.(client, outcome), fail);
    return outcome;
  };

  return {
    answer,
    fetch: async (request, caller) => toWeb(await answer(fromWeb(request), caller)),
    publish: async (client, deployments, options) => {
      const sources = takeSources(deployments);
      return inTurn(client, async () => announce(client, await publishAll(publishing(client, options), sources)));
    },
    update: async (client, { set = [], remove = [] }, options) => {
      const sources = takeSources(set);
      const removed = [...remove];
      return inTurn(client, async () =>
        announce(client, await publishChange(publishing(client, options), sources, removed)),
      );
    },
    prune: (client) => store.prune(client, now() - graceMs),
    drain: ({ retryAfterSeconds = RETRY_AFTER_SECONDS, ...own } = {}) => {
      draining = comeBack(503, { retryAfterSeconds, ...own });
    },
    view: (client) => {
      const silence = silentAfterMs === undefined ? {} : { silence: { now: now(), afterMs: silentAfterMs } };
      return viewClient({ store, client, ...silence });
    },
    abandon: (client, deploymentId, options) => abandonRemoval({ store, client, deploymentId, now }, options),
    watch: (client, listener) => {
      // Its own function: the same listener may listen twice, and each ends on its own.
      const watcher = (record: StatusRecord): void => listener(record);
      watchers.set(client, (watchers.get(client) ?? new Set()).add(watcher));
      return () => {
        const left = watchers.get(client);
        left?.delete(watcher);
        if (left?.size === 0) watchers.delete(client);
      };
    },
  };
};

/** Whoever gives no onError must not lose what went wrong. */
// eslint-disable-next-line no-console
const logError = (error: unknown, where: FailedRequest): void => console.error(where, error);

/** Recommended for 500 (API-13); long enough for a database to come back, short enough for a person to wait. */
const RETRY_AFTER_SECONDS = 10;

/** Other members of the trust domain are no clients, whatever the policy says (WP-11). */
const isClient = (caller: SpiffeId): boolean => margoIdentityOf(caller)?.role === 'client';

const nameOf = ({ method, target }: HandlerRequest): string => `${method} ${readRequestPath(target) ?? 'no path'}`;

/** Calls the embedder's code, whose errors must not become the client's. */
const attempt = (call: () => void, onError: (error: unknown) => void = () => undefined): void => {
  try {
    call();
  } catch (error) {
    onError(error);
  }
};
