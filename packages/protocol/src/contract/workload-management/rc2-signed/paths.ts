import { WIRE_PROFILES } from '../../../profiles/index.js';
import { componentRef } from '../../component-schemas.js';
import { jsonBody, refusal } from '../../operation-parts.js';
import { CONTRADICTORY, UNDIGESTED, UNSIGNED, clientId, deviceId } from '../signed-parts.js';

const { capabilities } = WIRE_PROFILES['rc2-signed'].paths;

const report = {
  parameters: [clientId, deviceId],
  requestBody: jsonBody(componentRef('DeviceCapabilitiesManifest')),
  responses: {
    201: { description: 'The report is taken.' },
    ...UNDIGESTED,
    ...UNSIGNED,
    404: refusal('There is no such client, or the gateway that the device id names has not reported itself yet.'),
    ...CONTRADICTORY,
  },
};

/** The operations on capabilities; facts are those of the tag 1.0.0-rc.2. */
export const paths = {
  [capabilities]: {
    post: {
      operationId: 'postCapabilities',
      summary: 'Say for the first time what a device is and can do; a gateway does so for each device behind it.',
      ...report,
    },
    put: { operationId: 'putCapabilities', summary: 'Say what has become of it.', ...report },
    delete: {
      operationId: 'deleteCapabilities',
      summary: 'Take a device away from the fleet manager.',
      parameters: [clientId, deviceId],
      responses: {
        204: { description: 'The device is no longer known.' },
        ...UNDIGESTED,
        ...UNSIGNED,
        404: refusal('There is no such client, or it has no such device.'),
      },
    },
  },
};
