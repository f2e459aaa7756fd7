import { MargoError, SEVERITY_ORDER_OF_PEERS } from '@margo-sdk/spec-model';
import { DEFAULT_POLICY, lifecyclePolicy, type LifecyclePolicy } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';

/** As from a configuration file: nobody has checked it yet. */
const choose = (chosen: Record<string, unknown>): LifecyclePolicy => lifecyclePolicy(chosen);

describe('lifecyclePolicy', () => {
  test('takes the positions where nothing is chosen', () => {
    expect(lifecyclePolicy()).toEqual(DEFAULT_POLICY);
    expect(lifecyclePolicy({ maxAttempts: 7 })).toEqual({ ...DEFAULT_POLICY, maxAttempts: 7 });
  });

  test('the positions are a policy themselves (L-06, L-10, L-13, L-15, L-16, L-20)', () => {
    expect(lifecyclePolicy(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
    expect(DEFAULT_POLICY).toMatchObject({
      honourNoWait: true,
      installTimeoutMs: 600_000,
      dropOrder: 'after',
      cancelForRemoval: true,
      maxAttempts: 3,
      rollback: 'off',
      gaveUp: 'ignore',
    });
  });

  test('leaves what was chosen as it was', () => {
    const chosen = { maxAttempts: 2 };
    lifecyclePolicy(chosen);
    expect(chosen).toEqual({ maxAttempts: 2 });
    expect(DEFAULT_POLICY.maxAttempts).toBe(3);
  });

  test('takes the other reading of the printed order (L-01)', () => {
    const severityOrder = SEVERITY_ORDER_OF_PEERS;
    expect(lifecyclePolicy({ severityOrder }).severityOrder).toEqual(severityOrder);
  });

  const times = ['installTimeoutMs', 'prepareTimeoutMs', 'removeTimeoutMs', 'maxAttempts'] as const;
  const wrong = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '3', null, undefined];
  test.each<readonly [string, unknown]>([
    ...times.flatMap((member) => wrong.map((value) => [member, value] as const)),
    ...wrong.map((firstMs) => ['backoff', { firstMs, maxMs: 1 }] as const),
    ...wrong.map((maxMs) => ['backoff', { firstMs: 1, maxMs }] as const),
    ['backoff', undefined],
    ['backoff', null],
    ['backoff', {}],
    ['honourNoWait', 'yes'],
    ['honourNoWait', undefined],
    ['cancelForRemoval', 1],
    ['dropOrder', 'first'],
    ['rollback', true],
    ['gaveUp', ''],
    ['severityOrder', []],
    ['severityOrder', null],
    ['severityOrder', 'failed'],
    ['severityOrder', DEFAULT_POLICY.severityOrder.slice(1)],
    ['severityOrder', [...DEFAULT_POLICY.severityOrder, 'failed']],
    ['severityOrder', DEFAULT_POLICY.severityOrder.with(5, 'failed')],
    ['severityOrder', DEFAULT_POLICY.severityOrder.with(5, 'updating' as 'failed')],
    // One that is installed or removed would hide one that is not.
    ['severityOrder', ['failed', 'removing', 'installing', 'installed', 'pending', 'removed']],
    ['severityOrder', ['removed', 'failed', 'removing', 'installing', 'pending', 'installed']],
  ])('refuses %s: %j', (member, value) => {
    expect(() => choose({ [member]: value })).toThrow(expect.objectContaining({ code: 'ERR_POLICY_INVALID' }));
  });

  test('says which member it is, what was expected and what to do', () => {
    try {
      choose({ dropOrder: 'first' });
      expect.unreachable();
    } catch (error) {
      expect(MargoError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({
        message: 'Expected "after" or "before" as dropOrder of a lifecycle policy.',
        hint: expect.stringContaining('DEFAULT_POLICY') as string,
      });
    }
  });
});
