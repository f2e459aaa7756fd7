import { setTimeout as systemSleep } from 'node:timers/promises';
import {
  acceptAnyClient,
  createFleetManager,
  createMemoryStore,
  type FleetManager,
  type FleetManagerOptions,
  type FleetStore,
} from '@margo-sdk/orchestrator-client';
import { joinBasePath, parseSpiffeId, profileFacts, type SpiffeId, type WireResource } from '@margo-sdk/protocol';
import { MEDIA_TYPES } from '@margo-sdk/spec-model';
import type { Bytes } from '../faults/fleet-manager/publication.js';
import type { FleetManagerFaultName } from '../faults/fleet-manager/index.js';
import { wireOf } from '../faults/wire.js';
import type { ManualClock } from '../in-process/index.js';
import { readPublication } from './read-publication.js';
import { replyOf, type Reply } from './reply.js';
import { resourcesOf } from './resource.js';
import { serveFake, type ServedFakeFleetManager, type ServeFakeOptions } from './serve-fake.js';
import { createFaultSwitches, type FaultOptions, type FaultSwitches } from './switches.js';
import { toResponse } from './to-response.js';
import { mutualTls } from './transport.js';

/** Options of {@link createFakeFleetManager}: those of a fleet manager, none of them needed, and a clock. */
export interface FakeFleetManagerOptions extends Partial<FleetManagerOptions> {
  /** For drips, dates and ages. Default: the clock of the machine. A `createManualClock()` makes tests of time quick. */
  readonly clock?: Pick<ManualClock, 'now' | 'sleep'>;
  /** Told of each request once its answer is known, with the status of that. */
  readonly onRequest?: (request: RecordedRequest, status: number) => void;
}

/** A request that a fake fleet manager was asked. */
export interface RecordedRequest {
  readonly client: SpiffeId;
  readonly method: string;
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly resource: WireResource | undefined;
  /** The faults that showed in the answer. */
  readonly faults: readonly FleetManagerFaultName[];
}

/** A fleet manager that misbehaves on demand; see {@link createFakeFleetManager}. */
export interface FakeFleetManager {
  /** The correct fleet manager behind it: publish and look with it. */
  readonly manager: FleetManager;
  readonly store: FleetStore;
  /** Every request so far, in the order in which they came. */
  readonly requests: readonly RecordedRequest[];
  /**
   * Switches a fault on. Several can be on; of those that spoil the same thing the first counts. Gives what switches it
   * off again. Throws `ERR_FAULT_UNKNOWN`.
   */
  fault(this: void, name: FleetManagerFaultName, options?: FaultOptions): () => void;
  /** Switches all faults off. */
  behave(this: void): void;
  /**
   * The `fetch` of one client in the same process, as if it had proved to be that client: by its certificate or, in a
   * signed profile, by its signature. Faults that show before there is a request need `serve`. Throws `ERR_SPIFFE_ID_INVALID`.
   */
  fetchAs(this: void, client: string): (request: Request) => Promise<Response>;
  /** Puts it on a socket with mutual TLS, whatever the profile; for the signed ones see `createFakeSignedFleetManager`. */
  serve(this: void, options: ServeFakeOptions): Promise<ServedFakeFleetManager>;
}

/**
 * Makes a fleet manager for tests of devices that can have every fault of the catalogue: a correct one stands behind it,
 * so what is not spoilt is right. Every connection ends with its answer, so a fault shows from the next request on.
 *
 * @param options - passed on to `createFleetManager`; by default it keeps all in memory and accepts every client
 *
 * @example
 * ```ts
 * import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
 * import { createFakeFleetManager } from '@margo-sdk/testkit';
 *
 * const fleet = createFakeFleetManager();
 * const device = createWorkloadManagementClient({
 *   baseUrl: 'https://wfm.example.com',
 *   fetch: fleet.fetchAs('spiffe://factory.example/margo/wfm/line-1/client/press-7'),
 * });
 * fleet.fault('traffic/too-many-requests', { times: 1 });
 * await device.getStateManifest().catch((error) => console.log(error.status, error.retryAfterMs)); // 429 120000
 * console.log((await device.getStateManifest()).status); // changed
 * ```
 */
export const createFakeFleetManager = (options: FakeFleetManagerOptions = {}): FakeFleetManager => {
  const { fake, reply, switches, clock } = createFake(options);
  return {
    ...fake,
    serve: async ({ issuer, wfmId = 'line-1', host = '127.0.0.1', port = 0 }) => {
      const transport = await mutualTls({ issuer, wfmId, now: () => new Date(clock.now()) }, reply);
      return serveFake({ transport, switches, clock, issuer, wfmId, host, port });
    },
  };
};

/** A fake that nobody can reach yet. */
export interface FakeParts {
  readonly fake: Omit<FakeFleetManager, 'serve'>;
  /** Answers a request of a client that is known, as the faults that are on want it. */
  readonly reply: (request: Request, caller: SpiffeId) => Promise<Reply>;
  readonly switches: FaultSwitches;
  readonly clock: Pick<ManualClock, 'now' | 'sleep'>;
}

/** Makes all of a fake but the way to it. */
export const createFake = (options: FakeFleetManagerOptions): FakeParts => {
  const {
    store = createMemoryStore(),
    acceptClient = acceptAnyClient,
    clock = systemClock,
    profile = 'rc3',
    onRequest,
    ...more
  } = options;
  const manager = createFleetManager({ now: clock.now, ...more, profile, store, acceptClient });
  const facts = profileFacts(profile);
  const resourceOf = resourcesOf(profile);
  const switches = createFaultSwitches();
  const requests: RecordedRequest[] = [];
  /** What was ever served in the place of something else, by client and path. */
  const forged = new Map<string, Bytes>();

  /** Where a path of a manifest is found. */
  const below = (path: string): string => joinBasePath(facts.basePath, path);

  const forge = async (request: Request, caller: SpiffeId, faults: FleetManagerFaultName[]): Promise<Reply | null> => {
    const path = new URL(request.url).pathname;
    if (request.method !== 'GET') return null;
    const bytes = forged.get(`${caller} ${path}`);
    if (bytes !== undefined) {
      const type = path.includes('/bundles/') ? MEDIA_TYPES.bundle : MEDIA_TYPES.deployment;
      return ok(bytes, { 'content-type': type, 'cache-control': facts.immutable });
    }
    if (resourceOf(path) !== 'stateManifest') return null;
    const fault = switches.take(({ kind }) => kind === 'forged', { client: caller, resource: 'stateManifest' });
    if (fault?.kind !== 'forged') return null;
    faults.push(fault.name);
    const { origin } = new URL(request.url);
    const { manifest, etag, artefacts } = await fault.forge(
      await readPublication(wireOf(profile, caller), (asked) =>
        manager.fetch(new Request(origin + below(asked)), caller),
      ),
    );
    for (const [at, content] of artefacts) forged.set(`${caller} ${below(at)}`, content);
    return ok(manifest, { 'content-type': MEDIA_TYPES.manifest, ...(etag !== null && { etag }) });
  };

  const reply = async (request: Request, caller: SpiffeId): Promise<Reply> => {
    const path = new URL(request.url).pathname;
    const { method, headers } = request;
    const resource = resourceOf(path);
    const faults: FleetManagerFaultName[] = [];
    const recorded = { client: caller, method, path, headers: Object.fromEntries(headers), resource, faults };
    requests.push(recorded);
    const asked = { facts, resource, method, headers, nowMs: clock.now() };
    const fault = switches.take(
      (one) =>
        one.kind === 'reply' &&
        resource !== undefined &&
        one.on.includes(resource) &&
        (one.when === undefined || one.when(asked)),
      { client: caller, resource },
    );
    const right = (await forge(request, caller, faults)) ?? (await replyOf(await manager.fetch(request, caller)));
    if (fault?.kind === 'reply') faults.push(fault.name);
    const given = fault?.kind === 'reply' ? fault.spoil(right, asked) : right;
    onRequest?.(recorded, given.status);
    return given;
  };

  const fake: FakeParts['fake'] = {
    manager,
    store,
    requests,
    fault: (name, reach = {}) => switches.on(name, reach),
    behave: () => switches.clear(),
    fetchAs: (client) => {
      const caller = parseSpiffeId(client);
      return async (request) => toResponse(await reply(request, caller), request.signal, clock.sleep);
    },
  };
  return { fake, reply, switches, clock };
};

const ok = (body: Bytes, headers: Readonly<Record<string, string>>): Reply => ({
  status: 200,
  headers: { 'content-length': `${body.byteLength}`, ...headers },
  body,
  delivery: 'whole',
});

const systemClock: Pick<ManualClock, 'now' | 'sleep'> = {
  now: () => Date.now(),
  sleep: async (ms, signal) => systemSleep(ms, undefined, signal === undefined ? {} : { signal }),
};
