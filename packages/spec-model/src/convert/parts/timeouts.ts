import { PATTERNS } from '../../identifiers/patterns.js';
import type { DocumentPath } from '../../issue.js';
import type { Draft } from '../draft.js';

/** Hours, minutes and seconds as people wrote them, in nine digits each at the most, so that sums stay exact. */
const DURATION = /^(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;

/** Writes a duration with minutes and seconds; undefined when it is none. */
export const minutesAndSeconds = (text: string): string | undefined => {
  const found = DURATION.exec(text.replaceAll(' ', ''));
  if (!found || text.trim() === '') return undefined;
  const [hours, minutes, seconds] = found.slice(1).map((part: string | undefined) => Number(part ?? 0));
  // Only what is no minute yet is counted up: 1h90s are 61 minutes and 30 seconds.
  const all = (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return `${Math.floor(all / 60)}m${all % 60}s`;
};

/** D-17: `5m` becomes `5m0s`, and `1h` becomes `60m0s`. */
export const writeTimeout = (draft: Draft, properties: DocumentPath): void => {
  const path = [...properties, 'timeout'];
  const timeout = draft.textAt(path);
  if (timeout === undefined || PATTERNS.timeout.test(timeout)) return;
  const written = minutesAndSeconds(timeout);
  if (written !== undefined) draft.set('D-17', path, written);
  else {
    draft.decide('D-17', path, `How long is the timeout ${timeout}?`, {
      suggestion: 'Write it in minutes and seconds, for example 8m30s.',
    });
  }
};
