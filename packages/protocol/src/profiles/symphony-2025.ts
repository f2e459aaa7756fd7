import { pr1 } from './pr1.js';
import type { ProfileFacts } from './profile.js';

/**
 * The reference fleet manager of December 2025, built on Symphony: preview release 1 with its own base path, a singular
 * in one path, older names, other status codes, and no way to fetch a single deployment. Nothing but a peer like that
 * needs it.
 */
export const symphony2025 = {
  ...pr1,
  basePath: '/v1alpha2/margo',
  paths: { ...pr1.paths, deploymentStatus: '/api/v1/clients/{clientId}/deployment/{deploymentId}/status' },
  // Its verifier refuses what does not cover the authority.
  signing: { ...pr1.signing, components: ['@method', '@target-uri', '@authority'] },
  onboarding: {
    ...pr1.onboarding,
    certificateMember: 'public_certificate',
    clientIdMember: 'client_id',
    again: 409,
  },
  capabilities: { ...pr1.capabilities, deviceIsClient: true },
  success: { ...pr1.success, deploymentStatus: { created: 201, updated: 201 } },
  refusals: 'Error',
  badRequest: 'anything',
  manifestETag: 'opaque',
  retrievals: ['bundle'],
} as const satisfies ProfileFacts;
