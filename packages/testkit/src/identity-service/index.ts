export {
  createFakeIdentityService,
  type FakeIdentityService,
  type FakeIdentityServiceOptions,
} from './fake-identity-service.js';
