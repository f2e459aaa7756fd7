import { SEVERITY_ORDER, type State } from '@margo-sdk/spec-model';
import { lifecyclePolicy, statusReport } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { deviceApplying, deviceWith } from './support/device.js';

/** The other reading of the printed list, in which `removing` stands twice: behind `pending` instead of before. */
const OTHER: readonly State[] = ['failed', 'installing', 'pending', 'removing', 'removed', 'installed'];

describe('the overall state', () => {
  test('is the most severe one of the components (L-01)', () => {
    expect(SEVERITY_ORDER).toEqual(['failed', 'removing', 'installing', 'pending', 'removed', 'installed']);
    const device = deviceApplying('broker store dashboard');
    device.step();
    expect(device.told().at(-1)).toBe('installing: broker=installed store=installing dashboard=pending');
    device.step('no image');
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed dashboard=pending');
    device.withdraw(2n);
    expect(device.told().at(-1)).toBe('removing: broker=removing store=removing dashboard=removed');
    device.settle();
    expect(device.told().at(-1)).toBe('removed: broker=removed store=removed dashboard=removed');
  });

  test('is removing until the last component is gone, in either order (L-01, L-04)', () => {
    for (const severityOrder of [SEVERITY_ORDER, OTHER]) {
      const device = deviceWith('broker store', { severityOrder });
      device.withdraw(2n);
      device.settle();
      expect(device.told().map((line) => line.replace(/:.*/, ''))).toEqual(['removing', 'removing', 'removed']);
    }
  });

  test('follows the order of the policy in every report, and the components do not (L-01)', () => {
    const severityOrder: readonly State[] = ['failed', 'removing', 'pending', 'installing', 'removed', 'installed'];
    const told = [{}, { severityOrder }].map((policy) => deviceApplying('broker store', policy).told().at(-1));
    expect(told).toEqual(['installing: broker=installing store=pending', 'pending: broker=installing store=pending']);
  });

  test('of statusReport is that of the policy it is asked with (L-01)', () => {
    const { snapshot } = deviceApplying('broker store');
    const severityOrder: readonly State[] = ['pending', 'installing', 'removing', 'failed', 'removed', 'installed'];
    expect(statusReport(snapshot)?.status.state).toBe('installing');
    expect(statusReport(snapshot, lifecyclePolicy({ severityOrder }))?.status.state).toBe('pending');
  });

  test('that is not failed carries no error, although a component failed, where the order says so (L-01, ST-07)', () => {
    const severityOrder: readonly State[] = ['pending', 'failed', 'removing', 'installing', 'removed', 'installed'];
    const device = deviceApplying('broker store', { severityOrder });
    device.step('no image');
    const { status, components } = device.reports.at(-1) ?? {};
    expect(status?.state).toBe('pending');
    expect(status?.error).toBeUndefined();
    expect(components?.[0]?.error?.message).toBe('no image');
  });
});
