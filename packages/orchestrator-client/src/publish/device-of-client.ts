import { margoIdentityOf, type SpiffeId } from '@margo-sdk/protocol';
import { parseDeviceId, type DeviceId, type DeviceTarget } from '@margo-sdk/spec-model';
import type { FleetStore } from '../store/fleet-store.js';

/**
 * The device that is meant where nobody names one, as in preview release 1, where a client is one device: the only one
 * that the client has reported, or else one with the client's own id (M-69).
 */
export const deviceOfClient = async (store: FleetStore, client: SpiffeId): Promise<DeviceId> => {
  const [only, ...others] = await store.devices(client);
  if (only !== undefined && others.length === 0) return only.deviceId;
  return parseDeviceId(idOf(client));
};

/** Tells whether a target is called as the client is. */
export const isIdOf = (client: SpiffeId, target: DeviceTarget): boolean => target === idOf(client);

const idOf = (client: SpiffeId): string => {
  const identity = margoIdentityOf(client);
  return identity?.role === 'client' ? identity.clientId : '';
};
