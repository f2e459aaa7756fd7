import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histories, type Mix } from './model/choices.js';
import { Run } from './model/run.js';

const SEED = Number(process.env['MARGO_LIFECYCLE_SEED'] ?? 20_261_123);
const TIMES = Number(process.env['MARGO_LIFECYCLE_RUNS'] ?? 1);
const LONG = 600_000 * Math.max(1, TIMES);

type Ending = (run: Run, done: 'nothing' | 'half' | 'all') => void;

/** Runs random histories; the shortest that fails is told in full, with the seed and path that bring it back. */
const hold = (count: number, mix: Partial<Mix>, end: Ending = () => {}): void => {
  let story: readonly string[] = [];
  const property = fc.property(histories(mix), ({ first, choices, policy }) => {
    const run = new Run(policy);
    story = run.story;
    run.give({ type: 'adopt', revision: run.revision(first) });
    for (const choice of choices) run.happen(choice);
    end(run, choices[0]?.done ?? 'half');
  });
  const result = fc.check(property, { seed: SEED, numRuns: count * TIMES });
  if (!result.failed) return;
  const { seed, counterexamplePath } = result;
  const again = fc.check(property, { seed, path: counterexamplePath ?? '', endOnFailure: true });
  const told = [...story, `seed ${seed}, path ${counterexamplePath}`].join('\n');
  throw new Error(told, { cause: again.errorInstance ?? result.errorInstance });
};

const CALM: Partial<Mix> = { crash: 0, withdraw: 0, gaveUp: 0, retry: 0, final: 1 };

describe('the package does and reports what the model of the lifecycle does (invariants 1, 2, 3 and 6 at every event)', () => {
  test(
    'L-01 L-02 L-03 L-09 L-10 L-11 L-19: updates that keep, change, move, add, drop and reorder',
    () => {
      hold(120, { ...CALM, adopt: 8, timer: 5, retryable: 4, final: 0 });
    },
    LONG,
  );

  test(
    'L-05 L-06 L-15: components that do not wait, time that runs out, attempts and their timers',
    () => {
      hold(120, { ...CALM, adopt: 3, applied: 40, retryable: 25, timer: 25, cancelled: 20, retry: 4 });
    },
    LONG,
  );

  test(
    'L-07 L-08 L-10 L-15 L-21 L-23 L-27: refusals, failures for good, things that cannot be dropped, retry',
    () => {
      hold(120, { ...CALM, adopt: 8, final: 15, retry: 10 });
    },
    LONG,
  );

  test(
    'L-16: back to the last installed revision, and everything that may come in between',
    () => {
      hold(120, { adopt: 8, final: 12, crash: 3, withdraw: 1, retry: 4 }, undefined);
    },
    LONG,
  );

  test(
    'L-12 L-25: newer revisions and newer manifests at every moment',
    () => {
      hold(120, { ...CALM, adopt: 25, same: 10, advance: 15, timer: 6 });
    },
    LONG,
  );

  test(
    'L-04 L-13 L-14 L-18: withdrawn and brought back at every moment',
    () => {
      hold(120, { crash: 0, gaveUp: 0, adopt: 8, withdraw: 12, final: 8, cancelled: 25 });
    },
    LONG,
  );

  test(
    'L-17: crashes with nothing, half or all of the running step done',
    () => {
      hold(120, { crash: 20, withdraw: 3, final: 3 });
    },
    LONG,
  );

  test(
    'L-20: a component that gave up',
    () => {
      hold(80, { crash: 1, withdraw: 0, gaveUp: 15, final: 2 });
    },
    LONG,
  );

  test(
    'L-01 to L-20: everything at once',
    () => {
      hold(150, {});
    },
    LONG,
  );
});

describe('from wherever a history has led', () => {
  test(
    'invariant 4: a new revision can be installed, and the deployment removed',
    () => {
      hold(100, { final: 10 }, (run) => {
        const next = run.fork();
        const revision = next.revision([
          { name: 'a', fingerprint: { placement: 'here', artifact: '3', configuration: 'x' } },
          { name: 'c', fingerprint: { placement: 'here', artifact: '1', configuration: 'x' } },
        ]);
        next.give({ type: 'adopt', revision });
        next.settle();
        expect(next.lastReport?.status.state).toBe('installed');
        expect(next.world.holdsExactly(revision)).toBe(true);

        const gone = run.fork();
        if (gone.model.allowed().includes('withdraw'))
          gone.give({ type: 'withdraw', manifestVersion: gone.nextVersion() });
        gone.settle();
        if (gone.model.allowed().includes('retry')) gone.give({ type: 'retry' });
        gone.settle();
        expect(gone.world.workloads).toEqual([]);
        expect(gone.forgotten).toBe(true);
      });
    },
    LONG,
  );

  test(
    'invariant 5: stopped and started again, it comes to the same end',
    () => {
      hold(100, { withdraw: 5 }, (run, done) => {
        const straight = run.fork();
        straight.settle();
        const stopped = run.fork();
        stopped.crash({ done, pick: 0 });
        stopped.settle();
        // A removal that failed and was done all the same is seen for what it is when the device is looked at again.
        if (stopped.forgotten && !straight.forgotten && straight.model.stage === 'removal failed') return;
        expect(stopped.lastReport?.status.state).toBe(straight.lastReport?.status.state);
        expect(stopped.forgotten).toBe(straight.forgotten);
        if (straight.lastReport?.status.state === 'failed') return;
        // A restart reports anew, and with it a newer version that no report has carried yet (L-25).
        expect(stopped.lastReport?.components).toEqual(straight.lastReport?.components);
        const sorted = (run_: Run) => [...run_.world.workloads].sort((a, b) => a.name.localeCompare(b.name));
        expect(sorted(stopped)).toEqual(sorted(straight));
      });
    },
    LONG,
  );
});
