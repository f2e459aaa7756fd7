import { createProblem, margoIdentityOf, profileFacts, type SpiffeId, type WireProfile } from '@margo-sdk/protocol';
import { CURRENT_REVISION, type DeploymentId } from '@margo-sdk/spec-model';
import { answerProblem } from '../handlers/answer.js';
import { FLEET_MANAGER_DEFAULTS } from '../handlers/handler.js';
import { inRefusalForm } from '../handlers/refusal-form.js';
import { readRequestPath } from '../handlers/request-path.js';
import type { HandlerAnswer, HandlerRequest } from '../handlers/request.js';
import { createRouter } from '../handlers/route.js';
import { createServedVersions } from '../handlers/served-versions.js';
import { createTurns } from '../publish/in-turn.js';
import { createKnownStates } from '../publish/known-states.js';
import { publishChange, type DesiredChange } from '../publish/publish-change.js';
import { publishAll, type PublishOptions } from '../publish/publish-desired-state.js';
import { PUBLISH_DEFAULTS, type Publishing, type PublishOutcome } from '../publish/publish-next.js';
import { takeSources } from '../publish/read-deployments.js';
import { fromWeb, toWeb } from '../serve/web.js';
import type { AbandonmentRecord, StatusRecord } from '../store/fleet-store.js';
import { abandonRemoval, type AbandonOptions } from './abandon.js';
import type { FailedRequest, FleetManagerOptions } from './fleet-manager-options.js';
import { createHearing } from './hearing.js';
import { comeBack, deny, type ComeBack } from './policy.js';
import { viewClient, type DeploymentView } from './view.js';

/** A fleet manager without its sockets; see {@link createFleetManager}. */
export interface FleetManager {
  /** What its clients speak. */
  readonly profile: WireProfile;
  /**
   * Answers one request, given as plain data. Never rejects.
   *
   * @param request - as it came
   * @param caller - who sent it, from the certificate that the transport has verified (API-05, API-06), or from
   *   the signature of the request in an older profile (LG-11)
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
   * @throws MargoError `ERR_CONVERSION_LOSS`, `ERR_CONVERSION_UNDECIDED`, `ERR_CONVERSION_UNKNOWN`: what the profile has no
   *   words for, in a document that is set or in one that another profile has published before
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
 * @throws MargoError `ERR_BASE_PATH_INVALID`: what is served would not stand below the base path
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
  profile = 'rc3',
  basePath,
  acceptConversionLoss = acceptNoLossFor,
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
  const facts = profileFacts(profile);
  const route = createRouter(facts, basePath ?? facts.basePath);
  // A report of the current revision says which manifest the device has adopted.
  const served = facts.revision === CURRENT_REVISION ? undefined : createServedVersions(MAX_SERVED_VERSIONS);
  const limits = { maxBodyBytes, maxPathLength, maxDevices };
  const watchers = new Map<SpiffeId, Set<(record: StatusRecord) => void>>();
  const heard = createHearing(store, now);
  const known = createKnownStates(maxRememberedBytes);
  const inTurn = createTurns<SpiffeId>();
  let draining: HandlerAnswer | undefined;

  const judge = async (request: HandlerRequest, caller: SpiffeId): Promise<HandlerAnswer> => {
    const fail = (error: unknown): void => attempt(() => onError(error, { request: nameOf(request), caller }));
    try {
      if (draining !== undefined) return draining;
      const clientId = clientIdOf(caller);
      const verdict = clientId !== undefined && (await acceptClient(caller));
      if (clientId === undefined || verdict !== true) return deny(verdict === true ? false : verdict);
      await heard(caller, fail);
      // Member by member: spread into it, the context alone would cost several times what a poll without news does.
      return await route(request, {
        caller,
        clientId,
        profile,
        facts,
        store,
        served,
        limits,
        now,
        gatewayDeletion,
        acceptDevice: (deviceId) => acceptDevice(caller, deviceId),
        limitRate: async (operation) => {
          const limited = await rateLimit(caller, operation);
          return limited && comeBack(429, limited);
        },
        publishInForce: async () => void (await update(caller, {})),
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

  const answer: FleetManager['answer'] =
    facts.refusals === 'problem'
      ? judge
      : async (request, caller) => inRefusalForm(await judge(request, caller), facts.refusals);

  const publishing = (client: SpiffeId, options: Pick<PublishOptions, 'minVersion'> = {}): Publishing => ({
    ...{ store, client, profile, now, graceMs, known },
    acceptLoss: (deploymentId, lost) => acceptConversionLoss(client, deploymentId, lost),
    ...options,
  });
  const announce = (client: SpiffeId, outcome: PublishOutcome): PublishOutcome => {
    const fail = (error: unknown): void => attempt(() => onError(error, { request: 'publish', caller: client }));
    if (outcome.changed) attempt(() => onPublished?.(client, outcome), fail);
    return outcome;
  };

  const update: FleetManager['update'] = async (client, { set = [], remove = [] }, options) => {
    const sources = takeSources(set);
    const removed = [...remove];
    return inTurn(client, async () =>
      announce(client, await publishChange(publishing(client, options), sources, removed)),
    );
  };

  return {
    profile,
    answer,
    fetch: async (request, caller) => toWeb(await answer(fromWeb(request), caller)),
    publish: async (client, deployments, options) => {
      const sources = takeSources(deployments);
      return inTurn(client, async () => announce(client, await publishAll(publishing(client, options), sources)));
    },
    update,
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

/** How many clients may be remembered with what they were served: one takes about a hundred bytes. */
const MAX_SERVED_VERSIONS = 100_000;

const acceptNoLossFor = (): boolean => false;

/** Other members of the trust domain are no clients, whatever the policy says (WP-11). */
const clientIdOf = (caller: SpiffeId): string | undefined => {
  const identity = margoIdentityOf(caller);
  return identity?.role === 'client' ? identity.clientId : undefined;
};

const nameOf = ({ method, target }: HandlerRequest): string => `${method} ${readRequestPath(target) ?? 'no path'}`;

/** Calls the embedder's code, whose errors must not become the client's. */
const attempt = (call: () => void, onError: (error: unknown) => void = () => undefined): void => {
  try {
    call();
  } catch (error) {
    onError(error);
  }
};
