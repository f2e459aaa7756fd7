import { margoIdentityOf, type SpiffeId } from '@margo-sdk/protocol';
import { createWorkloadManagementClient, type WorkloadManagementClient } from '@margo-sdk/protocol/client';
import { createMutualTlsFetch } from '@margo-sdk/protocol/node';
import { shortNameOf } from '../fleet-folder/client-id.js';
import type { Identity } from '../identity/identity.js';
import { asArgument, UsageError } from '../usage-error.js';

/** A device that can reach its fleet manager. */
export interface ConnectedDevice {
  readonly client: WorkloadManagementClient;
  /** Whom the fleet manager takes it for: a SPIFFE id, or the id that it was let in with. */
  readonly id: string;
  /** What it calls itself. */
  readonly deviceId: string;
  /** Whether it was let in just now, where a device has to ask for that. */
  readonly letIn: boolean;
  close(this: void): Promise<void>;
}

/** Who a device is, and where it remembers. */
export interface Device {
  readonly folder: string;
  readonly wfm: string;
  connect(this: void, signal: AbortSignal): Promise<ConnectedDevice>;
  close(this: void): void;
}

/** A device that is known by the certificate of its connections. */
export const mutualTlsDevice = (identity: Identity, folder: string, wfm: string): Device => ({
  folder,
  wfm,
  connect: async () => {
    const connection = createMutualTlsFetch(identity.now);
    try {
      const { ownId: id, fetch, close } = connection;
      const client = asArgument('--wfm', () => createWorkloadManagementClient({ baseUrl: wfm, fetch }));
      identity.follow(connection);
      return { client, id, deviceId: shortNameOf(id), letIn: false, close };
    } catch (error) {
      await connection.close();
      throw error;
    }
  },
  close: identity.close,
});

/** @throws UsageError when the certificate is that of somebody else */
export const refuseUnlessClient = (id: SpiffeId): void => {
  if (margoIdentityOf(id)?.role === 'client') return;
  throw new UsageError(`--certificate is that of ${id}, which is no client.`);
};
