import {
  checkCapabilitiesFor,
  deviceIdSchema,
  safeParseDeviceCapabilitiesManifest,
  type DeviceId,
} from '@margo-sdk/spec-model';
import { empty, refuse } from './answer.js';
import type { Handler, HandlerContext } from './handler.js';
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
  const issues = checkCapabilitiesFor(read.value, { deviceId, gateways: await gatewayOf(deviceId, context) });
  const contradictions = issues.filter(({ rule }) => rule === 'CP-01');
  if (contradictions.length > 0) return semanticError('The body contradicts the path.', contradictions.map(faultOf));
  if (issues.length > 0)
    return refuse('gateway-not-found', { detail: 'Report the capabilities of the gateway first (CAP-14).' });
  // A gateway reports all its devices at each start, so those that are known must not cost what all of them do.
  const isNew = (await store.device(caller, deviceId)) === undefined;
  if (isNew && (await store.devices(caller)).length >= limits.maxDevices)
    return refuse('not-authorized', { detail: `A client may report ${limits.maxDevices} devices (API-08).` });

  const record = { deviceId, capabilities: read.value, receivedAtMs: now() };
  const before = await store.putDevice(caller, record);
  onCapabilities(record);
  return empty(before === undefined ? 201 : 200);
};

/** A gateway before a device that was reported, or none. */
const gatewayOf = async (deviceId: DeviceId, { store, caller }: HandlerContext): Promise<readonly DeviceId[]> => {
  for (let end = deviceId.indexOf('/'); end !== -1; end = deviceId.indexOf('/', end + 1)) {
    const gateway = deviceId.slice(0, end) as DeviceId; // what stands before a slash of a device id is one as well
    if ((await store.device(caller, gateway)) !== undefined) return [gateway];
  }
  return [];
};
