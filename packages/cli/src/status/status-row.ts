import { createFleetManager, type DeploymentView } from '@margo-sdk/orchestrator-client';
import type { SqliteStore } from '@margo-sdk/orchestrator-client/sqlite';
import type { SpiffeId } from '@margo-sdk/protocol';

/** How one deployment stands on one device; times in milliseconds since 1970. */
export interface StatusRow extends Pick<DeploymentView, 'deploymentId' | 'deviceId' | 'state' | 'current' | 'silent'> {
  readonly client: SpiffeId;
  /** The manifest since which it is wanted as it is; null when it is not wanted there. */
  readonly wantedSince: bigint | null;
  readonly reported: {
    readonly state: string;
    readonly adoptedManifestVersion: bigint;
    readonly error?: { readonly code: string; readonly message?: string | undefined } | undefined;
    readonly receivedAtMs: number | undefined;
  } | null;
  readonly lastHeardAtMs: number | null;
}

/** How everything stands, client by client. */
export interface FleetStatus {
  readonly clients: readonly { readonly client: SpiffeId; readonly manifestVersion: bigint | null }[];
  readonly rows: readonly StatusRow[];
}

/** Reads how everything stands. */
export const readStatus = async (
  store: SqliteStore,
  clients: readonly SpiffeId[],
  silentAfterMs: number | undefined,
): Promise<FleetStatus> => {
  const manager = createFleetManager({
    store,
    acceptClient: () => false, // nothing is served here
    ...(silentAfterMs !== undefined && { silentAfterMs }),
  });
  const found = await Promise.all(
    clients.map(async (client) => {
      const [view, wanted, manifest] = await Promise.all([
        manager.view(client),
        wantedSince(store, client),
        store.latestManifest(client),
      ]);
      return {
        client,
        manifestVersion: manifest?.version ?? null,
        rows: view.map((row) => rowOf(client, row, wanted)),
      };
    }),
  );
  return {
    clients: found.map(({ client, manifestVersion }) => ({ client, manifestVersion })),
    rows: found.flatMap(({ rows }) => rows),
  };
};

const wantedSince = async (store: SqliteStore, client: SpiffeId): Promise<ReadonlyMap<string, bigint>> =>
  // Oldest first, so the last one counts.
  new Map((await store.history(client)).map(({ deploymentId, from }) => [deploymentId, from]));

const rowOf = (client: SpiffeId, view: DeploymentView, since: ReadonlyMap<string, bigint>): StatusRow => {
  const { deploymentId, deviceId, state, current, silent, wanted, reported, receivedAtMs, lastHeardAtMs } = view;
  return {
    client,
    deploymentId,
    deviceId,
    state,
    current,
    silent,
    wantedSince: wanted === null ? null : (since.get(deploymentId) ?? null),
    reported: reported
      ? {
          state: reported.status.state,
          adoptedManifestVersion: reported.adoptedManifestVersion,
          ...(reported.status.error && { error: reported.status.error }),
          receivedAtMs,
        }
      : null,
    lastHeardAtMs: lastHeardAtMs ?? null,
  };
};

/** Whether nobody has to do or to wait for anything. */
export const isWell = ({ state, silent }: StatusRow): boolean =>
  (state === 'converged' && !silent) || state === 'gone' || state === 'abandoned';
