import { checkCapabilitiesFor, deviceIdSchema, type DeviceId } from '@margo-sdk/spec-model';
import { empty, refuse } from './answer.js';
import type { Handler, HandlerContext } from './handler.js';
import { readCapabilities } from './read-capabilities.js';
import { readJsonBody } from './read-json-body.js';
import { faultOf, invalidRequest, refuseDocument, semanticError } from './refuse-document.js';
import type { HandlerAnswer } from './request.js';

/**
 * `PUT /api/v1/capabilities/{deviceId}`: what a device is and can do. In rc3, 201 the first time, then 200. Where the
 * path names no device, a client is one device, and the body names it.
 */
export const putCapabilities: Handler<'capabilities'> = async (request, parameters, context) => {
  const { store, caller, facts, limits, now, onCapabilities } = context;
  const named = parameters.deviceId === undefined ? undefined : deviceIdSchema.safeParse(parameters.deviceId);
  if (named?.success === false) return invalidRequest('The path does not end with a device id.');
  const refused = named && (await refuseDevice(named.data, context));
  if (refused) return refused;

  const body = await readJsonBody(request, limits.maxBodyBytes);
  if ('refusal' in body) return body.refusal;
  const read = await readCapabilities(body.bytes, context);
  if (!read.ok) return refuseDocument(body.bytes, read.issues);
  const deviceId = named?.data ?? deviceIdSchema.parse(read.value.properties.id);
  if (named === undefined) {
    const refusal = refuseOtherDevice(deviceId, context) ?? (await refuseDevice(deviceId, context));
    if (refusal) return refusal;
  }
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
  const { created, updated } = facts.success.capabilities;
  return empty(before === undefined ? created : updated);
};

const refuseDevice = async (
  deviceId: DeviceId,
  { acceptDevice }: HandlerContext,
): Promise<HandlerAnswer | undefined> =>
  (await acceptDevice(deviceId))
    ? undefined
    : refuse('not-authorized', { detail: 'This client may not report this device (API-08).' });

/** Where paths name no device, there is none behind another, and Symphony calls the device as it calls the client. */
const refuseOtherDevice = (deviceId: DeviceId, { facts, clientId }: HandlerContext): HandlerAnswer | undefined => {
  if (facts.capabilities.deviceIsClient && deviceId !== clientId)
    return semanticError('The device has another id than the client.', [
      { field: '/properties/id', message: 'It must be the id of the client, which is in the path.' },
    ]);
  if (deviceId.includes('/'))
    return semanticError('A client is one device here, and none behind another.', [
      { field: '/properties/id', message: 'It must not have a slash.' },
    ]);
  return undefined;
};

/** A gateway before a device that was reported, or none. */
const gatewayOf = async (deviceId: DeviceId, { store, caller }: HandlerContext): Promise<readonly DeviceId[]> => {
  for (let end = deviceId.indexOf('/'); end !== -1; end = deviceId.indexOf('/', end + 1)) {
    const gateway = deviceId.slice(0, end) as DeviceId; // what stands before a slash of a device id is one as well
    if ((await store.device(caller, gateway)) !== undefined) return [gateway];
  }
  return [];
};
