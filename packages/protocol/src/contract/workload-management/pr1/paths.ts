import { WIRE_PROFILES } from '../../../profiles/index.js';
import { componentRef } from '../../component-schemas.js';
import { jsonBody } from '../../operation-parts.js';
import { CONTRADICTORY, UNDIGESTED, UNSIGNED, clientId } from '../signed-parts.js';

const { capabilities } = WIRE_PROFILES.pr1.paths;

const report = {
  parameters: [clientId],
  requestBody: jsonBody(componentRef('DeviceCapabilitiesManifest')),
  responses: {
    201: { description: 'The report is taken.' },
    ...UNDIGESTED,
    ...UNSIGNED,
    ...CONTRADICTORY,
  },
};

/** The operations on capabilities; facts are those of preview release 1, where a client is one device. */
export const paths = {
  [capabilities]: {
    post: {
      operationId: 'postCapabilities',
      summary: 'Say for the first time what the device is and can do.',
      ...report,
    },
    put: { operationId: 'putCapabilities', summary: 'Say what has become of it.', ...report },
  },
};
