import fc from 'fast-check';
import { DEFAULT_POLICY, lifecyclePolicy, statusReport, type LifecyclePolicy } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, type Device, type Progress } from './support/device.js';
import { createOracle } from './support/oracle.js';

const REVISIONS = ['a b c', 'b@2 a', 'c/tls b', 'a#west c b', 'd a', 'a', 'b c@2 a/tls d#west'];
const HASTY = ['a~ b~ c', 'c~ b@2 a~', 'b~ a~/tls'];

const POLICIES: readonly LifecyclePolicy[] = [
  DEFAULT_POLICY,
  lifecyclePolicy({ rollback: 'last-installed', maxAttempts: 2 }),
  lifecyclePolicy({ dropOrder: 'before', cancelForRemoval: false }),
  lifecyclePolicy({ gaveUp: 'fail', honourNoWait: false, maxAttempts: 1 }),
  lifecyclePolicy({ gaveUp: 'fail', rollback: 'last-installed', dropOrder: 'before' }),
];

/** Something that happens, if it can happen at that moment; `which` chooses among the steps that it may happen to. */
type Happening =
  | { readonly kind: 'want'; readonly text: string }
  | { readonly kind: 'withdraw' | 'advance' | 'try again' | 'give up' }
  | { readonly kind: 'answer' | 'problem' | 'falter' | 'apply' | 'call off' | 'time out'; readonly which: number }
  | { readonly kind: 'crash'; readonly progress: Progress };

const want = (texts: readonly string[]): fc.Arbitrary<Happening> =>
  fc.constantFrom(...texts).map((text) => ({ kind: 'want', text }));

const some = (...kinds: ('withdraw' | 'advance' | 'try again' | 'give up')[]): fc.Arbitrary<Happening> =>
  fc.constantFrom(...kinds).map((kind) => ({ kind }));

const toStep = (
  ...kinds: ('answer' | 'problem' | 'falter' | 'apply' | 'call off' | 'time out')[]
): fc.Arbitrary<Happening> => fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat(2) });

const progress = fc.constantFrom<Progress>('nothing', 'half', 'all');

const anything: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: want([...REVISIONS, ...HASTY]) },
  { weight: 1, arbitrary: some('withdraw', 'advance', 'try again', 'give up') },
  { weight: 6, arbitrary: toStep('answer') },
  { weight: 2, arbitrary: toStep('falter', 'apply') },
  { weight: 2, arbitrary: toStep('problem', 'call off', 'time out') },
  { weight: 1, arbitrary: progress.map((how) => ({ kind: 'crash' as const, progress: how })) },
);

/** Names of the components that a runtime is at, and of those of them that it was told to stop. */
const handedTo = ({ snapshot, calledOff }: Device) => {
  const steps = snapshot.running.filter(({ stage }) => stage !== 'pausing').map(({ step, stage }) => ({ step, stage }));
  const names = (chosen: typeof steps) => chosen.map(({ step }) => step.component);
  return {
    all: names(steps),
    calledOff: names(steps.filter(({ step }) => calledOff.includes(step.number))),
    working: names(
      steps.filter(({ step, stage }) => stage === 'working' && step.kind !== 'prepare' && step.kind !== 'remove'),
    ),
    bounded: names(steps.filter(({ stage }) => stage !== 'cancelling')),
  };
};

const choose = (names: readonly string[], which: number): string | undefined => names[which % names.length];

const answer = (device: Device, which: number, problem?: string, retryable = false): void => {
  if (device.checking) {
    device.check(retryable ? undefined : problem);
    return;
  }
  // Nobody is at anything, but something waits for another attempt.
  if (device.busy && handedTo(device).all.length === 0) device.fire('retry');
  const component = choose(handedTo(device).all, which);
  if (component !== undefined) device.step(problem, { component, retryable });
};

const happen = (device: Device, what: Happening, version: bigint): void => {
  const can = device.allowed();
  switch (what.kind) {
    case 'want':
      return device.want(what.text, version);
    case 'withdraw':
      return can.includes('withdraw') ? device.withdraw(version) : undefined;
    case 'advance':
      return can.includes('advance') ? device.advance(version) : undefined;
    case 'try again':
      return can.includes('retry') ? device.retry() : undefined;
    case 'give up': {
      const told = can.includes('component.gaveUp') ? device.reports.at(-1)?.components : undefined;
      const there = told?.find(({ state }) => state === 'installed');
      if (there === undefined) return;
      device.tamper(device.present.map((one) => (one.name === there.name ? { ...one, doubtful: true } : one)));
      return device.giveUp(there.name);
    }
    case 'answer':
      return answer(device, what.which);
    case 'problem':
      return answer(device, what.which, 'broken');
    case 'falter':
      return answer(device, what.which, 'busy', true);
    case 'apply': {
      const component = choose(handedTo(device).working, what.which);
      return component === undefined ? undefined : device.apply(component);
    }
    case 'call off': {
      const component = choose(handedTo(device).calledOff, what.which);
      return component === undefined ? undefined : device.callOff(component);
    }
    case 'time out': {
      const component = choose(handedTo(device).bounded, what.which);
      return component === undefined ? undefined : device.fire('timeout', component);
    }
    case 'crash':
      return device.crash(what.progress);
  }
};

// The seed is fixed, so that a failure can be repeated; whoever looks for more moves it.
const RUNS = {
  seed: Number(process.env['MARGO_LIFECYCLE_SEED'] ?? 20_261_123),
  numRuns: 400 * Number(process.env['MARGO_LIFECYCLE_RUNS'] ?? 1),
};

/** Long ones too: left alone, fast-check stops at ten. */
const history = <T>(turn: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> =>
  fc.array(turn, { maxLength, size: 'max' });

describe('whatever happens', { timeout: 120_000 }, () => {
  test('reports are legal and true, order is kept, and anything can still be reached (invariants 1 to 4, 6)', () => {
    const last = fc.constantFrom(...REVISIONS, ...HASTY);
    const setting = fc.record({ policy: fc.constantFrom(...POLICIES), byHand: fc.boolean() });
    fc.assert(
      fc.property(history(anything, 80), last, setting, (happenings, text, { policy, byHand }) => {
        const device = createDevice(createOracle(policy), policy, { byHand });
        happenings.forEach((what, index) => happen(device, what, BigInt(index + 1)));

        device.want(text, 1000n);
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
    // One step at a time: what a restart cuts off beside another is not the same history any more (L-05). That goes for
    // removals as well, of which another may begin while one waits to be tried again.
    const happening = fc.oneof(
      { weight: 2, arbitrary: want(REVISIONS) },
      { weight: 1, arbitrary: some('withdraw', 'advance', 'try again') },
      { weight: 6, arbitrary: toStep('answer') },
      { weight: 2, arbitrary: toStep('falter', 'problem') },
    );
    // Each answer is preceded by any number of restarts; one may come after the step and take the place of its answer.
    const turn = fc.record({
      what: happening,
      restarts: fc.array(fc.constantFrom<Progress>('nothing', 'half'), { maxLength: 2 }),
      afterwards: fc.boolean(),
    });
    fc.assert(
      fc.property(history(turn, 40), fc.constantFrom(...POLICIES), (turns, policy) => {
        const steady = createDevice(createOracle(policy), policy);
        const shaken = createDevice(createOracle(policy), policy);
        turns.forEach(({ what, restarts, afterwards }, index) => {
          const version = BigInt(index + 1);
          const isRemoval = steady.snapshot.running.some(({ step }) => step.kind === 'remove');
          if (what.kind === 'falter' && isRemoval) return;
          happen(steady, what, version);
          // With a wish waiting, a restart takes the place of the answer that it waits for (L-12): another history.
          // So it does for a wish that comes in a pause: the restart has begun what the wish would have ended.
          const isAnswer = what.kind === 'answer' || what.kind === 'problem' || what.kind === 'falter';
          const isPause = shaken.snapshot.running.some(({ stage }) => stage === 'pausing');
          const isOther = shaken.snapshot.waiting !== null || (isPause && !isAnswer);
          if (!isOther) for (const how of restarts) shaken.crash(how);
          const isProved = what.kind === 'answer' && afterwards && shaken.running && shaken.snapshot.waiting === null;
          if (isProved) shaken.crash('all');
          else happen(shaken, what, version);
          expect(statusReport(shaken.snapshot)).toEqual(statusReport(steady.snapshot));
          expect(shaken.snapshot.phase).toBe(steady.snapshot.phase);
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
