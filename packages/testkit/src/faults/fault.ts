import type { ProfileFacts, WireProfile, WireResource } from '@margo-sdk/protocol';

/** Who misbehaves. */
export type FaultSide = 'fleet-manager' | 'device' | 'identity-service';

/**
 * Where it goes wrong: in an answer or a request as HTTP sees it, in the connection below, in what a well-formed message
 * says, or in who the other end is.
 */
export type FaultChannel = 'http' | 'connection' | 'content' | 'identity';

/**
 * What comes of a fault when the other end is correct.
 *
 * - `refused`: what came is judged and not used; everything stays as it was.
 * - `failed`: what was asked for could not be had; everything stays as it was, and it is asked for again later.
 * - `harmless`: nothing comes of it; the exchange goes on as if all were well.
 * - `cut off`: the connection is ended before anything is said or taken.
 */
export type FaultOutcome = 'refused' | 'failed' | 'harmless' | 'cut off';

/** What a request is for: a resource of the interface, or to be let in, where devices ask for that. */
export type FaultPlace = WireResource | 'onboarding';

/** One way to misbehave, as data; for reports, tables and loops over all of them. */
export interface Fault {
  /** Stable, for example `bundle/wrong-digest`. */
  readonly name: string;
  /** What is done wrong, as a sentence. */
  readonly what: string;
  /** Who does it. */
  readonly side: FaultSide;
  readonly channel: FaultChannel;
  /** Which requests it shows in; empty where it shows before anybody looks what is asked for. */
  readonly on: readonly FaultPlace[];
  /** The profiles in which it means anything. */
  readonly profiles: readonly WireProfile[];
  readonly outcome: FaultOutcome;
  /** What a correct other end does, as a sentence. */
  readonly expected: string;
  /** Requirements and positions that say so; see the pages of these names in the documentation. */
  readonly rules: readonly string[];
}

/** What a fault says about itself where it is defined; its name is its key there. */
export type FaultFacts = Omit<Fault, 'name' | 'side' | 'on' | 'profiles' | 'expected'> & {
  /** Only where it is more than what the outcome says. */
  readonly expected?: string;
  /** Whether it means anything in a profile. Default: in each that has what it shows in. */
  readonly where?: (facts: ProfileFacts) => boolean;
};

/** Where the connection says who is at its other end. */
export const onMutualTls = ({ signing }: ProfileFacts): boolean => signing === null;
/** Where every message says it. */
export const onSignedMessages = ({ signing }: ProfileFacts): boolean => signing !== null;
/** Where refusals are problem documents. */
export const withProblems = ({ refusals }: ProfileFacts): boolean => refusals === 'problem';
