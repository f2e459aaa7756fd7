import fc from 'fast-check';
import { lifecyclePolicy } from '@margo-sdk/state-machine';
import type { ComponentSpec, Policy } from './terms.js';

/** One thing that may happen; where it does not apply to the moment it is passed over. */
export interface Choice {
  readonly what:
    'adopt' | 'same' | 'withdraw' | 'advance' | 'answer' | 'timer' | 'crash' | 'retry' | 'gaveUp' | 'wrong';
  readonly target: readonly ComponentSpec[];
  readonly outcome: 'succeeded' | 'applied' | 'retryable' | 'final' | 'cancelled';
  readonly done: 'nothing' | 'half' | 'all';
  readonly pick: number;
}

export type Mix = Readonly<Record<Choice['what'] | Choice['outcome'], number>>;

export const MIX: Mix = {
  adopt: 6,
  same: 1,
  withdraw: 3,
  advance: 2,
  answer: 60,
  timer: 10,
  crash: 5,
  retry: 3,
  gaveUp: 2,
  wrong: 2,
  succeeded: 60,
  applied: 15,
  retryable: 15,
  final: 6,
  cancelled: 15,
};

const weighted = <T extends string>(names: readonly T[], mix: Readonly<Record<T, number>>): fc.Arbitrary<T> =>
  fc.oneof(
    ...names.filter((name) => mix[name] > 0).map((name) => ({ weight: mix[name], arbitrary: fc.constant(name) })),
  );

const usually = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

const component = (name: string): fc.Arbitrary<ComponentSpec> =>
  fc.record(
    {
      name: fc.constant(name),
      fingerprint: fc.record({
        placement: fc.oneof(
          { weight: 9, arbitrary: fc.constant('here') },
          { weight: 1, arbitrary: fc.constant('there') },
        ),
        artifact: usually('1', '2'),
        configuration: usually('x', 'y'),
      }),
      wait: fc.boolean(),
      timeoutMs: fc.constantFrom(5_000, 90_000),
    },
    { requiredKeys: ['name', 'fingerprint'] },
  );

const names = fc.oneof(
  { weight: 2, arbitrary: fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 }) },
  { weight: 1, arbitrary: fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1 }) },
);
const target = names.chain((list) => fc.tuple(...list.map(component)));

const OUTCOMES = ['succeeded', 'applied', 'retryable', 'final', 'cancelled'] as const;
const WHATS = ['adopt', 'same', 'withdraw', 'advance', 'answer', 'timer', 'crash', 'retry', 'gaveUp', 'wrong'] as const;

const choice = (mix: Mix): fc.Arbitrary<Choice> =>
  fc.record({
    what: weighted(WHATS, mix),
    target,
    outcome: weighted(OUTCOMES, mix),
    done: fc.constantFrom('nothing', 'half', 'all'),
    pick: fc.nat(11),
  });

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    dropOrder: fc.constantFrom('after', 'before'),
    maxAttempts: fc.integer({ min: 1, max: 3 }),
    rollback: fc.constantFrom('off' as const, 'last-installed' as const),
    honourNoWait: fc.boolean(),
    cancelForRemoval: fc.boolean(),
    gaveUp: fc.constantFrom('ignore', 'fail'),
    severityOrder: fc.constantFrom(
      ['failed', 'removing', 'installing', 'pending', 'removed', 'installed'] as const,
      ['failed', 'removing', 'installing', 'pending', 'installed', 'removed'] as const,
    ),
  })
  .map((members) => lifecyclePolicy({ ...members, severityOrder: [...members.severityOrder] }));

/** A history: a first target, what happens after it, and the policy of the device. */
export const histories = (
  mix: Partial<Mix> = {},
): fc.Arbitrary<{ first: ComponentSpec[]; choices: Choice[]; policy: Policy }> =>
  fc.record({
    first: target,
    choices: fc.array(choice({ ...MIX, ...mix }), { minLength: 5, maxLength: 80, size: 'max' }),
    policy: policies,
  });
