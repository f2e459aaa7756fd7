import type { ProfileFacts, WireResource } from '@margo-sdk/protocol';
import type { DevelopmentIssuer, DevelopmentServerCertificate } from '../../issuer/index.js';
import type { Reply } from '../../fleet-manager/reply.js';
import type { FaultFacts, FaultPlace } from '../fault.js';
import type { Forgery, Publication } from './publication.js';

/** What a fault can look at to decide whether it shows. */
export interface Asked {
  /** Of the profile that is spoken. */
  readonly facts: ProfileFacts;
  readonly resource: FaultPlace | undefined;
  readonly method: string;
  readonly headers: Headers;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** Spoils an answer on its way out. */
export interface ReplyFault extends FaultFacts {
  readonly kind: 'reply';
  readonly on: readonly FaultPlace[];
  /** Whether it answers instead of the fleet manager, who never hears of it. Default: a right answer is spoilt. */
  readonly instead?: boolean;
  /** Default: always. */
  readonly when?: (asked: Asked) => boolean;
  readonly spoil: (reply: Reply, asked: Asked) => Reply;
}

/** Serves something else than what was published. */
export interface ForgedFault extends FaultFacts {
  readonly kind: 'forged';
  readonly on: readonly WireResource[];
  readonly forge: (publication: Publication) => Promise<Forgery>;
}

/** Spoils a connection before there is a request on it; only a fake that is a server can. */
export interface SocketFault extends FaultFacts {
  readonly kind: 'socket';
  readonly act: 'close' | 'silence' | 'plain http' | 'tls 1.2' | 'other protocol';
}

/** Shows itself as somebody that no device may talk to; only a fake that is a server can. */
export interface IdentityFault extends FaultFacts {
  readonly kind: 'identity';
  readonly credentials: (
    issuer: DevelopmentIssuer,
    wfmId: string,
    nowMs: number,
  ) => Promise<DevelopmentServerCertificate>;
}

/** A fault of a fleet manager with what it does. */
export type FleetManagerFault = ReplyFault | ForgedFault | SocketFault | IdentityFault;

/** What a manifest names. */
export const ARTEFACTS: readonly WireResource[] = ['deployment', 'bundle'];
/** Whatever a device reads. */
export const READS: readonly WireResource[] = ['stateManifest', ...ARTEFACTS];
/** Whatever a device does. */
export const EVERYTHING: readonly WireResource[] = [...READS, 'deploymentStatus', 'capabilities'];
