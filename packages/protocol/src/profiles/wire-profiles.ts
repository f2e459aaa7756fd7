import { pr1 } from './pr1.js';
import type { ProfileFacts, WireResource } from './profile.js';
import { rc2Signed } from './rc2-signed.js';
import { rc3 } from './rc3.js';
import { symphony2025 } from './symphony-2025.js';

/**
 * Every difference between the wire profiles. Which one is spoken is said by whoever sets a party up, and never guessed
 * from a version string or an answer: two incompatible protocols were published as `1.0.0-rc.2` (M-01).
 */
export const WIRE_PROFILES = {
  rc3,
  'rc2-signed': rc2Signed,
  pr1,
  'symphony-2025': symphony2025,
} as const satisfies Readonly<Record<string, ProfileFacts>>;

/** Name of a wire profile. */
export type WireProfile = keyof typeof WIRE_PROFILES;

/** Name of a wire profile in which requests are signed, and paths name the client. */
export type SignedProfile = Exclude<WireProfile, 'rc3'>;

/** What a profile is, without its exact texts: for code that works on any of them. */
export const profileFacts = (profile: WireProfile): ProfileFacts => WIRE_PROFILES[profile];

/** Tells whether requests are signed in a profile. */
export const isSignedProfile = (profile: WireProfile): profile is SignedProfile =>
  profileFacts(profile).signing !== null;

/** All resources, in no particular order. */
export const WIRE_RESOURCES = Object.freeze(Object.keys(rc3.paths)) as readonly WireResource[];
