import type { DeploymentId } from '@margo-sdk/spec-model';
import { createProblem, margoIdentityOf, problemResponse, type SpiffeId } from '@margo-sdk/protocol';
import { FLEET_MANAGER_DEFAULTS, type FleetManagerLimits } from '../handlers/handler.js';
import { route } from '../handlers/route.js';
import { publishDesiredState, type PublishOptions, type PublishOutcome } from '../publish/publish-desired-state.js';
import type { AbandonmentRecord, FleetStore, StatusRecord } from '../store/fleet-store.js';
import { abandonRemoval, type AbandonOptions } from './abandon.js';
import { viewClient, type DeploymentView } from './view.js';

/** Decides whether a client may use the interface at all; asked again for every request (WP-13). */
export type ClientPolicy = (client: SpiffeId) => boolean | Promise<boolean>;

/** A request in which something broke on our side. */
export interface FailedRequest {
  /** Method and path, for example `GET /api/v1/deployments`. */
  readonly request: string;
  readonly caller: SpiffeId;
}

/** Options of {@link createFleetManager}. */
export interface FleetManagerOptions extends Partial<FleetManagerLimits> {
  /** Where everything is kept. */
  readonly store: FleetStore;
  /**
   * Which clients are accepted. There is no default, because an id in the own namespace is not enough (WP-16): look the
   * client up in a list, or say {@link acceptAnyClient}.
   */
  readonly acceptClient: ClientPolicy;
  /** Milliseconds since 1970. Default: the system clock. */
  readonly now?: () => number;
  /**
   * After how many milliseconds without a request of a client its rows in the view are `silent` (L-24). Never unless
   * told: how often devices poll is decided where they are, and a guess would cry wolf. Allow for several polls and for planned downtime.
   */
  readonly silentAfterMs?: number;
  /** Told of every report that was stored, in the order in which they were. */
  readonly onStatus?: (client: SpiffeId, record: StatusRecord) => void;
  /**
   * Told of every error in the policy, the store or a listener. A client gets to see none of it. Default: `console.error`.
   */
  readonly onError?: (error: unknown, where: FailedRequest) => void;
}

/** A fleet manager without its sockets; see {@link createFleetManager}. */
export interface FleetManager {
  /**
   * Answers one request. Never rejects.
   *
   * @param request - as it came; only method, path, headers and body matter
   * @param caller - who sent it, from the certificate that the transport has verified (API-05, API-06)
   */
  fetch(this: void, request: Request, caller: SpiffeId): Promise<Response>;
  /** Publishes all that a client shall run; see {@link publishDesiredState}, whose errors it throws. */
  publish(
    this: void,
    client: SpiffeId,
    deployments: PublishOptions['deployments'],
    options?: Pick<PublishOptions, 'minVersion'>,
  ): Promise<PublishOutcome>;
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
   * @throws MargoError `ERR_ABANDON_REFUSED`: the deployment is wanted there, was never reported on, is gone or was
   *   abandoned already; or its removal is outstanding on several devices and none was named; or `by` is empty
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

/** The policy that accepts every client whose id lies in the namespace of this fleet manager (WP-17). */
export const acceptAnyClient: ClientPolicy = () => true;

/**
 * Makes a fleet manager: the server's half of the workload-management interface over `Request` and `Response`, for any
 * framework; `serveFleetManager` of `@margo-sdk/orchestrator-client/node` puts it on a socket with mutual TLS.
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
  now = Date.now,
  silentAfterMs,
  onStatus,
  onError = logError,
  maxBodyBytes = FLEET_MANAGER_DEFAULTS.maxBodyBytes,
  maxPathLength = FLEET_MANAGER_DEFAULTS.maxPathLength,
  maxDevices = FLEET_MANAGER_DEFAULTS.maxDevices,
}: FleetManagerOptions): FleetManager => {
  const limits = { maxBodyBytes, maxPathLength, maxDevices };
  const watchers = new Map<SpiffeId, Set<(record: StatusRecord) => void>>();
  // Of those that are accepted only: whoever is not could fill the store. What fails here costs nobody an answer.
  const noteHeard = async (client: SpiffeId, fail: (error: unknown) => void): Promise<void> => {
    try {
      await store.putLastHeard(client, now());
    } catch (error) {
      fail(error);
    }
  };

  return {
    fetch: async (request, caller) => {
      const fail = (error: unknown): void => attempt(() => onError(error, { request: nameOf(request), caller }));
      const announce = (record: StatusRecord): void => {
        // The report is stored: whatever a listener does, the client has done its part.
        attempt(() => onStatus?.(caller, record), fail);
        for (const watcher of [...(watchers.get(caller) ?? [])]) attempt(() => watcher(record), fail);
      };
      try {
        if (!isClient(caller) || !(await acceptClient(caller)))
          return problemResponse(createProblem('not-authorized', { detail: 'This client is not accepted.' }));
        await noteHeard(caller, fail);
        return await route(request, { caller, store, limits, now, onStatus: announce });
      } catch (error) {
        fail(error);
        return problemResponse(createProblem(500, { retryAfterSeconds: RETRY_AFTER_SECONDS }));
      }
    },
    publish: (client, deployments, options) => publishDesiredState({ store, client, deployments, now, ...options }),
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

const nameOf = ({ method, url }: Request): string => `${method} ${new URL(url).pathname}`;

/** Calls the embedder's code, whose errors must not become the client's. */
const attempt = (call: () => void, onError: (error: unknown) => void = () => undefined): void => {
  try {
    call();
  } catch (error) {
    onError(error);
  }
};
