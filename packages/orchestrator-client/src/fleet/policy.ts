import { createProblem, type SpiffeId } from '@margo-sdk/protocol';
import { MargoError, type DeviceId } from '@margo-sdk/spec-model';
import { answerProblem } from '../handlers/answer.js';
import type { FleetOperation } from '../handlers/handler.js';
import type { HandlerAnswer } from '../handlers/request.js';
import { membersOf, type VendorProblem } from './vendor-problem.js';

/**
 * Why a client is turned away. Its type is always `#not-authorized`, because Margo has that one for it (PT-01, M-39);
 * title, detail and further members may be one's own, for example `Client Relationship Retired`.
 */
export type Denial = Omit<VendorProblem, 'type'>;

/** Decides whether a client may use the interface at all; asked again for every request (WP-13). */
export type ClientPolicy = (client: SpiffeId) => boolean | Denial | Promise<boolean | Denial>;

/** Decides which devices a client may report (API-08); asked with each report of capabilities. */
export type DevicePolicy = (client: SpiffeId, deviceId: DeviceId) => boolean | Promise<boolean>;

/** When a client may come back, and what more there is to say about it. */
export interface ComeBack extends VendorProblem {
  /** Whole seconds, at least 1: they stand in `Retry-After`, which is required (API-13). */
  readonly retryAfterSeconds: number;
}

/** Decides whether a client asks too often; asked for every request that names an operation, before its body is read. */
export type RatePolicy = (
  client: SpiffeId,
  operation: FleetOperation,
) => ComeBack | undefined | Promise<ComeBack | undefined>;

/** The policy that accepts every client whose id lies in the namespace of this fleet manager (WP-17). */
export const acceptAnyClient: ClientPolicy = () => true;

/** Turns a client away (API-10). */
export const deny = (denial: false | Denial): HandlerAnswer => {
  const problem = createProblem('not-authorized', { detail: 'This client is not accepted.' });
  // The rest of a vendor's problem only: whatever a caller without types has put there.
  const { title, detail, members } = denial === false ? {} : denial;
  const own = membersOf({
    ...(title !== undefined && { title }),
    ...(detail !== undefined && { detail }),
    ...(members && { members }),
  });
  return answerProblem({ ...problem, ...own });
};

/** Sends a client away for a while: 429 because of itself, 503 because of us. */
export const comeBack = (status: 429 | 503, { retryAfterSeconds, ...own }: ComeBack): HandlerAnswer => {
  if (!Number.isFinite(retryAfterSeconds))
    throw new MargoError('ERR_RETRY_AFTER_MISSING', `An answer ${status} has to say when to come back.`, {
      hint: 'Give retryAfterSeconds a number of seconds.',
    });
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  return answerProblem({ ...createProblem(status, { retryAfterSeconds: seconds }), ...membersOf(own) });
};
