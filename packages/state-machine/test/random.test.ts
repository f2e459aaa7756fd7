import fc from 'fast-check';
import { allowedEvents, statusReport } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, type Device, type Progress } from './support/device.js';
import { createOracle } from './support/oracle.js';

const REVISIONS = ['a b c', 'b@2 a', 'c/tls b', 'a#west c b', 'd a', 'a', 'b c@2 a/tls d#west'];

type Happening =
  | { readonly kind: 'want'; readonly text: string }
  | { readonly kind: 'withdraw' | 'advance' | 'answer' | 'problem' }
  | { readonly kind: 'crash'; readonly progress: Progress };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...REVISIONS).map((text) => ({ kind: 'want' as const, text })) },
  { weight: 1, arbitrary: fc.constantFrom('withdraw' as const, 'advance' as const).map((kind) => ({ kind })) },
  { weight: 6, arbitrary: fc.constant({ kind: 'answer' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'problem' as const }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Progress>('nothing', 'half', 'all')
      .map((progress) => ({ kind: 'crash' as const, progress })),
  },
);

const answer = (device: Device, problem?: string): void => {
  if (device.checking) device.check(problem);
  else if (device.running) device.step(problem);
};

const happen = (device: Device, what: Happening, version: bigint): void => {
  const can = (type: 'withdraw' | 'advance') => allowedEvents(device.snapshot).includes(type);
  if (what.kind === 'want') device.want(what.text, version);
  else if (what.kind === 'withdraw' && can('withdraw')) device.withdraw(version);
  else if (what.kind === 'advance' && can('advance')) device.advance(version);
  else if (what.kind === 'answer') answer(device);
  else if (what.kind === 'problem') answer(device, 'broken');
  else if (what.kind === 'crash') device.crash(what.progress);
};

// A failure prints its seed and path: put them beside `numRuns` to see it again.
const RUNS = { numRuns: 300 };

/** Long ones too: left alone, fast-check stops at ten. */
const history = <T>(turn: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> =>
  fc.array(turn, { maxLength, size: 'max' });

describe('whatever happens', { timeout: 60_000 }, () => {
  test('reports are legal and true, order is kept, and anything can still be reached (invariants 1 to 4, 6)', () => {
    fc.assert(
      fc.property(history(happening, 60), fc.constantFrom(...REVISIONS), (happenings, last) => {
        const device = createDevice(createOracle());
        happenings.forEach((what, index) => happen(device, what, BigInt(index + 1)));

        device.want(last, 1000n);
        device.settle();
        expect(device.snapshot.phase).toBe('installed');
        expect(device.reports.at(-1)).toMatchObject({ adoptedManifestVersion: 1000n, status: { state: 'installed' } });

        device.withdraw(1001n);
        device.settle();
        expect(device.snapshot.phase).toBe('removed');
        expect(device.reports.at(-1)).toMatchObject({ adoptedManifestVersion: 1001n, status: { state: 'removed' } });
        expect(device.present).toEqual([]);
      }),
      RUNS,
    );
  });

  test('stopping and starting again at any point changes nothing that follows (invariant 5)', () => {
    // Each answer is preceded by any number of restarts; one may come after the step and take the place of its answer.
    const turn = fc.record({
      what: happening.filter(({ kind }) => kind !== 'crash'),
      restarts: fc.array(fc.constantFrom<Progress>('nothing', 'half'), { maxLength: 2 }),
      afterwards: fc.boolean(),
    });
    fc.assert(
      fc.property(history(turn, 40), (turns) => {
        const steady = createDevice(createOracle());
        const shaken = createDevice(createOracle());
        turns.forEach(({ what, restarts, afterwards }, index) => {
          const version = BigInt(index + 1);
          happen(steady, what, version);
          // With a wish waiting, a restart takes the place of the answer that it waits for (L-12): another history.
          if (shaken.snapshot.waiting === null) for (const progress of restarts) shaken.crash(progress);
          const isProved = what.kind === 'answer' && afterwards && shaken.running && shaken.snapshot.waiting === null;
          if (isProved) shaken.crash('all');
          else happen(shaken, what, version);
          expect(shaken.snapshot.phase).toBe(steady.snapshot.phase);
          expect(statusReport(shaken.snapshot)).toEqual(statusReport(steady.snapshot));
        });
        steady.settle();
        shaken.settle();
        expect(statusReport(shaken.snapshot)).toEqual(statusReport(steady.snapshot));
        const sorted = ({ present }: Device) => present.map((workload) => JSON.stringify(workload)).sort();
        expect(sorted(shaken)).toEqual(sorted(steady));
      }),
      RUNS,
    );
  });
});
