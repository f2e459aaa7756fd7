export { joinBasePath, wirePath, type WirePathParameters } from './path.js';
export type { OnboardingFacts, ProfileFacts, SigningFacts, WirePaths, WireResource } from './profile.js';
export {
  WIRE_PROFILES,
  WIRE_RESOURCES,
  isSignedProfile,
  profileFacts,
  type SignedProfile,
  type WireProfile,
} from './wire-profiles.js';
