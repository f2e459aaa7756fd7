import { expect, it } from 'vitest';
import { run } from './campaign.js';
import type { Plan } from './campaigns.js';

/** How often each rule has to be found broken. */
export const LEAST = 100;
/** Several campaigns run at once, on machines that have other things to do. */
const TIMEOUT_MS = 600_000;

/** Other documents than the usual ones, for whoever looks for more: the seed of each campaign is raised by this. */
const OTHER_SEED = Number(process.env['MARGO_HOSTILE_SEED'] ?? 0);

/** Runs a campaign: whatever comes in, a result comes out, and every rule has its turn. */
export const holds = (plan: Plan): void => {
  it(
    `are read without a crash, and break every rule at least ${LEAST} times`,
    () => {
      const seed = plan.seed + OTHER_SEED;
      const { documents, readable, accepted, fired } = run({ ...plan, seed });
      const counts = plan.rules.map((rule): [string, number] => [rule, fired.get(rule) ?? 0]);
      const [rarest] = counts.toSorted(([, a], [, b]) => a - b);
      console.log(
        `Seed ${seed}: ${documents} documents, ${readable} of them YAML and ${accepted} valid; ` +
          `${counts.length} rules, the rarest ${rarest?.join(' ')} times.`,
      );
      expect(documents).toBe(plan.documents);
      expect(readable).toBeGreaterThan(documents / 2);
      expect(counts.filter(([, count]) => count < LEAST)).toEqual([]);
    },
    TIMEOUT_MS,
  );
};
