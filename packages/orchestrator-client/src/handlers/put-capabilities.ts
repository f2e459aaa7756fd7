import { createProblem, problemResponse } from '@margo-sdk/protocol';
import { checkCapabilitiesFor, deviceIdSchema, safeParseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import type { Handler } from './handler.js';
import { readJsonBody } from './read-json-body.js';
import { faultOf, invalidRequest, refuseDocument, semanticError } from './refuse-document.js';

/** `PUT /api/v1/capabilities/{deviceId}`: what a device is and can do. 201 the first time, then 200. */
export const putCapabilities: Handler<'capabilities'> = async (request, parameters, { store, caller, limits, now }) => {
  const id = deviceIdSchema.safeParse(parameters.deviceId);
  if (!id.success) return invalidRequest('The path does not end with a device id.');
  const deviceId = id.data;

  const body = await readJsonBody(request, limits.maxBodyBytes);
  if (body instanceof Response) return body;
  const read = safeParseDeviceCapabilitiesManifest(body, { maxBytes: limits.maxBodyBytes });
  if (!read.ok) return refuseDocument(body, read.issues);
  const devices = await store.devices(caller);
  const issues = checkCapabilitiesFor(read.value, { deviceId, gateways: devices.map((device) => device.deviceId) });
  const contradictions = issues.filter(({ rule }) => rule === 'CP-01');
  if (contradictions.length > 0) return semanticError('The body contradicts the path.', contradictions.map(faultOf));
  if (issues.length > 0)
    return problemResponse(
      createProblem('gateway-not-found', { detail: 'Report the capabilities of the gateway first (CAP-14).' }),
    );
  if (devices.length >= limits.maxDevices && !devices.some((device) => device.deviceId === deviceId))
    return problemResponse(
      createProblem('not-authorized', { detail: `A client may report ${limits.maxDevices} devices (API-08).` }),
    );

  const before = await store.putDevice(caller, { deviceId, capabilities: read.value, receivedAtMs: now() });
  return new Response(null, { status: before === undefined ? 201 : 200 });
};
