import { WIRE_PROFILES, type WireProfile } from '@margo-sdk/protocol';
import { oneOf } from '../parse-call.js';

const NAMES = Object.keys(WIRE_PROFILES) as WireProfile[];

/** The line of help about it. */
export const PROFILE_HELP = `--profile PROFILE      What is spoken: ${NAMES.join(', ')} (default rc3)`;

/**
 * The wire profile that a call names; it is never guessed (M-01).
 *
 * @throws UsageError when there is none of that name
 */
export const wireProfileOf = (given: string | undefined): WireProfile =>
  given === undefined ? 'rc3' : oneOf('--profile', NAMES, given);
