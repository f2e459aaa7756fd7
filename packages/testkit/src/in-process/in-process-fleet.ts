import {
  acceptAnyClient,
  createFleetManager,
  createMemoryStore,
  type FleetManager,
  type FleetManagerOptions,
  type FleetStore,
} from '@margo-sdk/orchestrator-client';
import { parseSpiffeId } from '@margo-sdk/protocol';

/** Options of {@link createInProcessFleet}: those of a fleet manager, none of them needed. */
export type InProcessFleetOptions = Partial<FleetManagerOptions>;

/** A fleet manager whose clients live in the same process; see {@link createInProcessFleet}. */
export interface InProcessFleet {
  readonly manager: FleetManager;
  readonly store: FleetStore;
  /**
   * The `fetch` of one client: hands each request straight to the handlers, as if it had proved to be that client, by its
   * certificate or, in a signed profile, by its signature. Throws `ERR_SPIFFE_ID_INVALID`.
   *
   * @param client - for example `spiffe://factory.example/margo/wfm/line-1/client/press-7`
   */
  fetchAs(this: void, client: string): (request: Request) => Promise<Response>;
}

/**
 * Makes a fleet manager for tests of devices: the real handlers, without sockets and certificates. Keeps everything in
 * memory and accepts every client unless the options say otherwise.
 *
 * @param options - passed on to `createFleetManager`
 *
 * @example
 * ```ts
 * import { createWorkloadManagementClient } from '@margo-sdk/protocol/client';
 * import { createInProcessFleet } from '@margo-sdk/testkit';
 *
 * const fleet = createInProcessFleet();
 * const device = createWorkloadManagementClient({
 *   baseUrl: 'https://wfm.example.com',
 *   fetch: fleet.fetchAs('spiffe://factory.example/margo/wfm/line-1/client/press-7'),
 * });
 * const answer = await device.getStateManifest();
 * console.log(answer.status); // changed
 * ```
 */
export const createInProcessFleet = (options: InProcessFleetOptions = {}): InProcessFleet => {
  const { store = createMemoryStore(), acceptClient = acceptAnyClient } = options;
  const manager = createFleetManager({ ...options, store, acceptClient });
  return {
    manager,
    store,
    fetchAs: (client) => {
      const caller = parseSpiffeId(client);
      return (request) => manager.fetch(request, caller);
    },
  };
};
