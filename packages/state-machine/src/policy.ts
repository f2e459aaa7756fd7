import { MargoError, SEVERITY_ORDER, STATES, type State } from '@margo-sdk/spec-model/models';

/** How long to wait before another attempt (L-15). Between half of a delay and the whole of it, by chance. */
export interface Backoff {
  /** Longest delay after the first attempt, in milliseconds; doubled after each further one. */
  readonly firstMs: number;
  /** No delay is longer, in milliseconds. */
  readonly maxMs: number;
}

/** Every point of the lifecycle that the specification leaves open and that an embedder may decide otherwise. */
export interface LifecyclePolicy {
  /** Most severe state first, each once, `removed` and `installed` in the last two places (L-01). */
  readonly severityOrder: readonly State[];
  /** Whether a component that says `wait: false` lets the next one start before it is ready (L-05). */
  readonly honourNoWait: boolean;
  /** Longest installation of a component that names no timeout, all attempts together, in milliseconds (L-06). */
  readonly installTimeoutMs: number;
  /** Longest attempt to prepare a component, in milliseconds; then it is tried again. */
  readonly prepareTimeoutMs: number;
  /** Longest attempt to remove a component, in milliseconds; then it is tried again. */
  readonly removeTimeoutMs: number;
  /** When an update removes what it drops: after the others are installed, or before (L-10). */
  readonly dropOrder: 'after' | 'before';
  /** Whether a step is called off when the removal of the deployment is asked (L-13). */
  readonly cancelForRemoval: boolean;
  /** Most attempts to install, upgrade or reconfigure a component (L-15). */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** What becomes of what runs when a revision fails (L-16). */
  readonly rollback: 'off' | 'last-installed';
  /** What it means when an installed component has given up restarting (L-20). */
  readonly gaveUp: 'ignore' | 'fail';
}

/** The positions that this SDK takes: docs/positions.md, L-01 to L-20. */
export const DEFAULT_POLICY: LifecyclePolicy = {
  severityOrder: SEVERITY_ORDER,
  honourNoWait: true,
  installTimeoutMs: 10 * 60_000,
  prepareTimeoutMs: 30 * 60_000,
  removeTimeoutMs: 10 * 60_000,
  dropOrder: 'after',
  cancelForRemoval: true,
  maxAttempts: 3,
  backoff: { firstMs: 1000, maxMs: 5 * 60_000 },
  rollback: 'off',
  gaveUp: 'ignore',
};

const refuse = (member: string, expected: string): never => {
  throw new MargoError('ERR_POLICY_INVALID', `Expected ${expected} as ${member} of a lifecycle policy.`, {
    hint: 'Leave the member out to take the default; DEFAULT_POLICY shows them all.',
  });
};

const CHOICES = {
  honourNoWait: [true, false],
  dropOrder: ['after', 'before'],
  cancelForRemoval: [true, false],
  rollback: ['off', 'last-installed'],
  gaveUp: ['ignore', 'fail'],
} as const satisfies { readonly [K in keyof LifecyclePolicy]?: readonly LifecyclePolicy[K][] };

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;

const isBackoff = (value: Partial<Backoff> | null | undefined): boolean =>
  isWhole(value?.firstMs) && isWhole(value?.maxMs);

/** A component that is not removed or not installed must not be hidden by one that is (L-01). */
const isSeverityOrder = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === STATES.length &&
  STATES.every((state) => value.includes(state)) &&
  value.slice(0, -2).every((state) => state !== 'removed' && state !== 'installed');

/**
 * Completes a policy with the defaults.
 *
 * @throws MargoError `ERR_POLICY_INVALID`: a time or a count is not a whole number above 0, a choice is not one of those
 *   that there are, or the order of severity does not list every state once with `removed` and `installed` last
 *
 * @example
 * ```ts
 * import { lifecyclePolicy } from '@margo-sdk/state-machine';
 *
 * const policy = lifecyclePolicy({ dropOrder: 'before', maxAttempts: 5 });
 * console.log(policy.rollback, policy.maxAttempts); // off 5
 * ```
 */
export const lifecyclePolicy = (chosen: Partial<LifecyclePolicy> = {}): LifecyclePolicy => {
  const policy = { ...DEFAULT_POLICY, ...chosen };
  for (const member of ['installTimeoutMs', 'prepareTimeoutMs', 'removeTimeoutMs', 'maxAttempts'] as const)
    if (!isWhole(policy[member])) refuse(member, 'a whole number above 0');
  if (!isBackoff(policy.backoff)) refuse('backoff', 'whole milliseconds above 0');
  for (const [member, choices] of Object.entries(CHOICES))
    if (!(choices as readonly unknown[]).includes(policy[member as keyof typeof CHOICES]))
      refuse(member, choices.map((choice) => JSON.stringify(choice)).join(' or '));
  if (!isSeverityOrder(policy.severityOrder)) refuse('severityOrder', 'every state once, removed and installed last,');
  return policy;
};
