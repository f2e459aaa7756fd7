import { createProblem, problemResponse } from '@margo-sdk/protocol';
import type { Handler } from './handler.js';

/**
 * `DELETE /api/v1/capabilities/{deviceId}`: a device is gone. Those behind a gateway go with it, because none may be
 * known without its gateway (CAP-15); the specification leaves this open (M-53).
 */
export const deleteCapabilities: Handler<'capabilities'> = async (_, { deviceId }, { store, caller }) => {
  const devices = await store.devices(caller);
  if (!devices.some((device) => device.deviceId === deviceId))
    return problemResponse(
      createProblem('device-not-found', { detail: 'This client has not reported such a device.' }),
    );
  const gone = devices.filter((device) => `${device.deviceId}/`.startsWith(`${deviceId}/`));
  await store.removeDevices(
    caller,
    gone.map((device) => device.deviceId),
  );
  return new Response(null, { status: 204 });
};
