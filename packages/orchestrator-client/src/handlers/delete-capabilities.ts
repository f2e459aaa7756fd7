import { empty, refuse } from './answer.js';
import type { Handler } from './handler.js';
import { semanticError } from './refuse-document.js';

/**
 * `DELETE /api/v1/capabilities/{deviceId}`: a device is gone. Those behind a gateway go with it, because none may be
 * known without its gateway (CAP-15), or the gateway has to be the last; the specification leaves this open (M-53).
 */
export const deleteCapabilities: Handler<'capabilities'> = async (_, { deviceId }, context) => {
  const { store, caller, gatewayDeletion, onDevicesRemoved } = context;
  const devices = (await store.devices(caller)).map((device) => device.deviceId);
  const [device] = devices.filter((one) => one === deviceId);
  if (device === undefined)
    return refuse('device-not-found', { detail: 'This client has not reported such a device.' });
  const children = devices.filter((one) => one.startsWith(`${deviceId}/`));
  if (gatewayDeletion === 'refuse' && children.length > 0)
    return semanticError(
      'The gateway has devices behind it; delete them first (M-53).',
      children.map((child) => ({ field: '', message: `${child} is still registered.` })),
    );
  const gone = [device, ...children];
  await store.removeDevices(caller, gone);
  onDevicesRemoved(gone);
  return empty(204);
};
