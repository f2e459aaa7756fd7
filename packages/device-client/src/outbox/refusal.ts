import { ProblemError, profileFacts, type WireProfile } from '@margo-sdk/protocol';
import { MargoError } from '@margo-sdk/spec-model';
import type { DeviceState } from '../store/device-state.js';

/** Statuses that can judge a report; all others judge the caller, the address or the moment. */
const JUDGING: ReadonlySet<number> = new Set([400, 404, 409, 413, 422]);

/** Whether nothing was sent, because the profile of the fleet manager has no form for it, or no operation. */
export const hasNoForm = (error: unknown): boolean =>
  MargoError.isInstance(error) &&
  (error.code === 'ERR_DOCUMENT_UNCONVERTIBLE' || error.code === 'ERR_OPERATION_UNSUPPORTED');

/**
 * Whether the answer to a report is about that report. Only a fleet manager writes problem documents: the page that an
 * ingress shows while nobody stands behind it says nothing about reports (M-33).
 */
export const judgesReport = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem !== undefined && !error.retryable && JUDGING.has(error.status);

/**
 * Whether a report will never be taken. A deployment that is wanted has to be known to whoever wants it, so there 404
 * is a mistake that may pass; for one that was withdrawn it is the last word (M-33). One that an older profile cannot
 * say is not said later either. Where 400 says no more than no, a signature may have been meant, which passes: it is a
 * last word as 404 is.
 *
 * @param key - of the record that the report is about
 * @param profile - what the fleet manager speaks; default `rc3`
 */
export const isLastWord = (
  error: unknown,
  { deployments }: DeviceState,
  key: string,
  profile: WireProfile = 'rc3',
): boolean => {
  if (hasNoForm(error)) return true;
  if (!(error instanceof ProblemError) || !judgesReport(error)) return false;
  const isWanted = Object.hasOwn(deployments, key) && (deployments[key]?.accepted.digest ?? null) !== null;
  const mayPass = error.status === 404 || (error.status === 400 && profileFacts(profile).badRequest === 'anything');
  return !mayPass || !isWanted;
};
