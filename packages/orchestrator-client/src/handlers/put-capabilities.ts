import { checkCapabilitiesFor, deviceIdSchema, safeParseDeviceCapabilitiesManifest } from '@margo-sdk/spec-model';
import { empty, refuse } from './answer.js';
import type { Handler } from './handler.js';
import { readJsonBody } from './read-json-body.js';
import { faultOf, invalidRequest, refuseDocument, semanticError } from './refuse-document.js';

/** `PUT /api/v1/capabilities/{deviceId}`: what a device is and can do. 201 the first time, then 200. */
export const putCapabilities: Handler<'capabilities'> = async (request, parameters, context) => {
  const { store, caller, limits, now, acceptDevice, onCapabilities } = context;
  const id = deviceIdSchema.safeParse(parameters.deviceId);
  if (!id.success) return invalidRequest('The path does not end with a device id.');
  const deviceId = id.data;
  if (!(await acceptDevice(deviceId)))
    return refuse('not-authorized', { detail: 'This client may not report this device (API-08).' });

  const body = await readJsonBody(request, limits.maxBodyBytes);
  if ('refusal' in body) return body.refusal;
  const read = safeParseDeviceCapabilitiesManifest(body.bytes, { maxBytes: limits.maxBodyBytes });
  if (!read.ok) return refuseDocument(body.bytes, read.issues);
  const devices = await store.devices(caller);
  const issues = checkCapabilitiesFor(read.value, { deviceId, gateways: devices.map((device) => device.deviceId) });
  const contradictions = issues.filter(({ rule }) => rule === 'CP-01');
  if (contradictions.length > 0) return semanticError('The body contradicts the path.', contradictions.map(faultOf));
  if (issues.length > 0)
    return refuse('gateway-not-found', { detail: 'Report the capabilities of the gateway first (CAP-14).' });
  if (devices.length >= limits.maxDevices && !devices.some((device) => device.deviceId === deviceId))
    return refuse('not-authorized', { detail: `A client may report ${limits.maxDevices} devices (API-08).` });

  const record = { deviceId, capabilities: read.value, receivedAtMs: now() };
  const before = await store.putDevice(caller, record);
  onCapabilities(record);
  return empty(before === undefined ? 201 : 200);
};
