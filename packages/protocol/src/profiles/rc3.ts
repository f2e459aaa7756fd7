import type { ProfileFacts } from './profile.js';

/** 1.0.0-rc.3: mutual TLS; the caller is who its certificate says, so no path names it (API-06). */
export const rc3 = {
  revision: 'rc3',
  basePath: '',
  paths: {
    capabilities: '/api/v1/capabilities/{deviceId}',
    stateManifest: '/api/v1/deployments',
    deployment: '/api/v1/deployments/{deploymentId}/{digest}',
    deploymentStatus: '/api/v1/deployments/{deploymentId}/status',
    bundle: '/api/v1/bundles/{digest}',
  },
  signing: null,
  onboarding: null,
  capabilities: { first: 'PUT', again: 'PUT', canDelete: true, namesDevice: true, deviceIsClient: false },
  success: { capabilities: { created: 201, updated: 200 }, deploymentStatus: { created: 201, updated: 200 } },
  refusals: 'problem',
  badRequest: 'body',
  immutable: 'private, max-age=31536000, immutable',
  manifestETag: 'digest',
  retrievals: ['bundle', 'single'],
} as const satisfies ProfileFacts;
