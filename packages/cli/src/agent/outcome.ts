import type { DeviceState, PollOutcome } from '@margo-sdk/device-client';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';

/** What a script wants to know after one poll. */
export interface Outcome {
  readonly code: ExitCode;
  /** Why it is not 0, as sentences. */
  readonly reasons: readonly string[];
}

/** Judges what has come of one poll: 0 only if all that is wanted is installed or removed, and the fleet manager knows. */
export const outcomeOf = (poll: PollOutcome, { deployments, outbox }: DeviceState): Outcome => {
  const reasons: string[] = [];
  if (poll.status === 'refused' || poll.status === 'failed')
    reasons.push(`Nothing could be taken from the fleet manager: ${poll.error.message}`);
  if (poll.status === 'postponed') reasons.push('There was no poll, because of a planned downtime.');
  for (const { accepted, lifecycle, gone } of Object.values(deployments)) {
    const { phase, adopted, deploymentId } = lifecycle;
    const isThere = phase === 'installed' && adopted?.digest === accepted.digest;
    if (isThere || (accepted.digest === null && (gone || phase === 'removed'))) continue;
    const wish = accepted.digest === null ? 'removed' : 'installed';
    reasons.push(`${deploymentId} is not ${wish} as manifest ${accepted.manifestVersion} wants it: ${phase}.`);
  }
  if (outbox.length > 0) reasons.push(`${outbox.length} reports wait for the fleet manager.`);
  return { code: reasons.length === 0 ? EXIT_CODES.ok : EXIT_CODES.failed, reasons };
};
