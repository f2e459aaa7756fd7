import type { SyncOutcome } from '../sync/synchronise.js';

/**
 * What came of a poll. `refused`: what came must not be used. `failed`: nothing came. `postponed`: there was none,
 * because of a planned downtime that ends at `untilMs` (milliseconds since 1970). All three change nothing.
 */
export type PollOutcome =
  | SyncOutcome
  | { readonly status: 'refused'; readonly error: Error }
  | { readonly status: 'failed'; readonly error: Error }
  | { readonly status: 'postponed'; readonly untilMs: number };
