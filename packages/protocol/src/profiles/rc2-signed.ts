import type { ProfileFacts } from './profile.js';

/** The tag 1.0.0-rc.2: TLS of the server only, signed messages, and the id of the client in every path. */
export const rc2Signed = {
  revision: 'rc2-signed',
  basePath: '',
  paths: {
    capabilities: '/api/v1/clients/{clientId}/capabilities/{deviceId}',
    stateManifest: '/api/v1/clients/{clientId}/deployments',
    deployment: '/api/v1/clients/{clientId}/deployments/{deploymentId}/{digest}',
    deploymentStatus: '/api/v1/clients/{clientId}/deployments/{deploymentId}/status',
    bundle: '/api/v1/clients/{clientId}/bundles/{digest}',
  },
  signing: { label: 'sig1', components: ['@method', '@target-uri'], componentsOfBody: ['content-digest'] },
  onboarding: {
    path: '/api/v1/onboarding',
    certificatePath: '/api/v1/onboarding/certificate',
    certificateMember: 'certificate',
    clientIdMember: 'clientId',
    again: 201,
  },
  capabilities: { first: 'POST', again: 'PUT', canDelete: true, namesDevice: true, deviceIsClient: false },
  success: { capabilities: { created: 201, updated: 201 }, deploymentStatus: { created: 200, updated: 200 } },
  refusals: 'error',
  badRequest: 'body',
  immutable: 'public, max-age=31536000, immutable',
  manifestETag: 'digest',
  retrievals: ['bundle', 'single'],
} as const satisfies ProfileFacts;
