/** What waits for a fleet manager that cannot be reached, and what makes room when too much does (M-31). */
export interface OutboxPolicy {
  /**
   * `latest`: one report for each deployment and device, the newest; beside it at most the one that is being sent.
   * `journal`: every report, until one of the limits is reached.
   */
  readonly keep: 'journal' | 'latest';
  /** Most reports that wait for one deployment and device; the oldest of them makes room. At least one is kept. */
  readonly maxPerDeployment: number;
  /**
   * Most reports that wait altogether. The oldest that a later one of its deployment and device has made out of date
   * makes room, of the deployment that has something to say if it has one. The newest of each is never dropped, so
   * there can be more when more deployments have something to say.
   */
  readonly maxTotal: number;
}

/** Only the newest report of each deployment and device waits. */
export const DEFAULT_OUTBOX_POLICY: OutboxPolicy = { keep: 'latest', maxPerDeployment: 64, maxTotal: 4096 };
