import { createProblem, problemResponse } from '@margo-sdk/protocol';
import { deviceIdSchema } from '@margo-sdk/spec-model';
import type { Handler } from './handler.js';
import { readCapabilities } from './read-capabilities.js';
import { readJsonBody } from './read-json-body.js';
import { invalidRequest, refuseDocument, semanticError } from './refuse-document.js';

/** `PUT /api/v1/capabilities/{deviceId}`: what a device is and can do. 201 the first time, then 200. */
export const putCapabilities: Handler<'capabilities'> = async (request, parameters, { store, caller, limits, now }) => {
  const id = deviceIdSchema.safeParse(parameters.deviceId);
  if (!id.success) return invalidRequest('The path does not end with a device id.');
  const deviceId = id.data;

  const body = await readJsonBody(request, limits.maxBodyBytes);
  if (body instanceof Response) return body;
  const read = readCapabilities(body, { maxBytes: limits.maxBodyBytes });
  if (!read.ok) return refuseDocument(body, read.issues);
  if (read.value.properties.id !== deviceId)
    return semanticError('The body contradicts the path.', [
      { field: 'properties.id', message: 'It must equal the device id in the path (M-20).' },
    ]);

  const devices = await store.devices(caller);
  const gateway = gatewayOf(deviceId);
  if (gateway !== undefined && !devices.some((device) => device.deviceId === gateway))
    return problemResponse(
      createProblem('gateway-not-found', { detail: `Report the capabilities of ${gateway} first (CAP-14).` }),
    );
  if (devices.length >= limits.maxDevices && !devices.some((device) => device.deviceId === deviceId))
    return problemResponse(
      createProblem('not-authorized', { detail: `A client may report ${limits.maxDevices} devices (API-08).` }),
    );

  const before = await store.putDevice(caller, { deviceId, capabilities: read.value, receivedAtMs: now() });
  return new Response(null, { status: before === undefined ? 201 : 200 });
};

/** `gateway1` for `gateway1/deviceA`; `undefined` for a device that is behind none. */
const gatewayOf = (deviceId: string): string | undefined =>
  deviceId.includes('/') ? deviceId.slice(0, deviceId.lastIndexOf('/')) : undefined;
