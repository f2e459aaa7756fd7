import type { SpiffeId } from '@margo-sdk/protocol';
import { MargoError, type DeploymentId, type DeviceId } from '@margo-sdk/spec-model';
import type { AbandonmentRecord, FleetStore } from '../store/fleet-store.js';
import { viewClient, type DeploymentView } from './view.js';

/** Who gives up on a removal, and where. */
export interface AbandonOptions {
  /** Who decides this, as the fleet manager calls its users; kept with the decision, so not empty. */
  readonly by: string;
  /** The device that is not waited for any more. Default: the only one on which the removal is outstanding. */
  readonly deviceId?: DeviceId;
}

/** What {@link abandonRemoval} needs besides its options. */
interface Abandoning {
  readonly store: FleetStore;
  readonly client: SpiffeId;
  readonly deploymentId: DeploymentId;
  readonly now: () => number;
}

/**
 * Records that nobody waits for a removal any more (L-24).
 *
 * @throws MargoError `ERR_ABANDON_REFUSED`: nobody was named, no removal is outstanding there, or several are and no device
 *   was named
 */
export const abandonRemoval = async (
  { store, client, deploymentId, now }: Abandoning,
  { by, deviceId }: AbandonOptions,
): Promise<AbandonmentRecord> => {
  if (by.trim() === '')
    throw new MargoError(
      'ERR_ABANDON_REFUSED',
      'Expected the name of whoever gives the removal up, got an empty one.',
      {
        hint: 'Say with by who decides this: it is recorded and shown.',
      },
    );
  // Asked before the view: a manifest that is published in between is then a later one, and ends the decision.
  const newest = await store.latestManifest(client);
  const rows = (await viewClient({ store, client })).filter(
    (row) => row.deploymentId === deploymentId && (deviceId === undefined || row.deviceId === deviceId),
  );
  const [row, ...others] = rows.filter(isOutstanding);
  if (newest === undefined || row === undefined) throw refusal(deploymentId, rows);
  if (others.length > 0)
    throw new MargoError(
      'ERR_ABANDON_REFUSED',
      `The removal of deployment ${deploymentId} is outstanding on ${others.length + 1} devices, and none was named.`,
      { hint: 'Say with deviceId which of them is not waited for any more, and abandon each on its own.' },
    );
  const record = {
    deploymentId,
    deviceId: row.deviceId,
    by,
    abandonedAtMs: now(),
    manifestVersion: newest.version,
    lastReportAtMs: row.receivedAtMs ?? null,
  };
  await store.putAbandonment(client, record);
  return record;
};

const isOutstanding = ({ wanted, state, reported }: DeploymentView): boolean =>
  wanted === null && state !== 'abandoned' && reported?.status.state !== 'removed';

const refusal = (deploymentId: DeploymentId, rows: readonly DeploymentView[]): MargoError => {
  const [row] = rows;
  const found = row === undefined ? 'no such row in the view' : `${row.state} on ${row.deviceId}`;
  return new MargoError(
    'ERR_ABANDON_REFUSED',
    `Expected an outstanding removal of deployment ${deploymentId}, got ${found}.`,
    {
      hint: 'Publish without the deployment first; what is wanted, gone or abandoned already needs nobody to give it up.',
    },
  );
};
