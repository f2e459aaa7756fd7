import { describe, expect, it } from 'vitest';
import { PACKAGE_RULES } from './campaigns.js';
import { LEAST } from './holds.js';
import { breakThings, THINGS } from './packages.js';

const SEED = 105;
const EACH = 4000;

describe('generated packages, components and archives', () => {
  it(`are checked without a crash, and break every rule at least ${LEAST} times`, { timeout: 600_000 }, () => {
    const fired = THINGS.map((thing) => breakThings(thing, SEED, EACH));
    const counts = PACKAGE_RULES.map((rule): [string, number] => [
      rule,
      fired.reduce((sum, some) => sum + (some.get(rule) ?? 0), 0),
    ]);
    const [rarest] = counts.toSorted(([, a], [, b]) => a - b);
    console.log(`Seed ${SEED}: ${EACH * THINGS.length} things; the rarest rule is ${rarest?.join(', ')} times.`);
    expect(counts.filter(([, count]) => count < LEAST)).toEqual([]);
  });
});
