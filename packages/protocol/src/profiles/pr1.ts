import type { ProfileFacts } from './profile.js';
import { rc2Signed } from './rc2-signed.js';

/** Preview release 1: signed messages as in 1.0.0-rc.2, and one device to each client. */
export const pr1 = {
  ...rc2Signed,
  revision: 'pr1',
  paths: { ...rc2Signed.paths, capabilities: '/api/v1/clients/{clientId}/capabilities' },
  capabilities: { ...rc2Signed.capabilities, canDelete: false, namesDevice: false },
} as const satisfies ProfileFacts;
