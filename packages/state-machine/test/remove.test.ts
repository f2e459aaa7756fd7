import { LEFTOVER_NOT_REMOVED, nextLifecycle } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, deviceWith } from './support/device.js';
import { components } from './support/revisions.js';

describe('removing', () => {
  test('all are removing at once, and gone in reverse order; overall is removed only at the end (L-04)', () => {
    const device = deviceWith('broker store dashboard');
    device.withdraw(9n);
    device.settle();
    expect(device.steps).toEqual(['remove dashboard', 'remove store', 'remove broker']);
    expect(device.told()).toEqual([
      'removing: broker=removing store=removing dashboard=removing',
      'removing: broker=removing store=removing dashboard=removed',
      'removing: broker=removing store=removed dashboard=removed',
      'removed: broker=removed store=removed dashboard=removed',
    ]);
    expect(device.forgotten).toBe(1);
  });

  test('reports carry the version of the manifest that dropped the deployment (L-18)', () => {
    const device = deviceWith('broker');
    device.withdraw(9n);
    device.settle();
    expect(device.reports.map((report) => report.adoptedManifestVersion)).toEqual([9n, 9n]);
  });

  test('asked while installing, it waits for the running step (L-13)', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    device.withdraw(2n);
    expect(device.told().at(-1)).toBe('installing: broker=installing store=pending');
    device.step();
    expect(device.told().at(-1)).toBe('removing: broker=removing store=removed');
    device.settle();
    expect(device.steps).toEqual(['install broker', 'remove broker']);
  });

  test('with nothing on the device it is done at once (L-04)', () => {
    const device = createDevice();
    device.want('broker', 1n);
    device.check('refused');
    device.withdraw(2n);
    expect(device.told().at(-1)).toBe('removed: broker=removed');
    expect(device.forgotten).toBe(1);
  });

  test('one that cannot be removed does not stop the others; at the end the deployment has failed (L-15)', () => {
    const device = deviceWith('broker store');
    device.withdraw(2n);
    device.step('volume in use');
    expect(device.told().at(-1)).toBe('failed: broker=removing store=failed');
    device.step();
    expect(device.told().at(-1)).toBe('failed: broker=removed store=failed');
    expect(device.forgotten).toBe(0);
    expect(device.busy).toBe(false);
  });

  test('a failed removal is tried again on demand (L-15)', () => {
    const device = deviceWith('broker');
    device.withdraw(2n);
    device.step('volume in use');
    device.retry();
    device.settle();
    expect(device.told()).toEqual([
      'removing: broker=removing',
      'failed: broker=failed',
      'removing: broker=removing',
      'removed: broker=removed',
    ]);
  });

  test('what earlier revisions left over is removed first (L-04)', () => {
    const device = deviceWith('broker probe');
    device.want('broker', 2n);
    device.check();
    device.step('busy');
    device.withdraw(3n);
    device.settle();
    expect(device.steps).toEqual(['remove probe', 'remove probe', 'remove broker']);
    expect(device.present).toEqual([]);
  });

  test('while only leftovers remain, the carrier is still removing, and fails if they stay (L-04, L-15)', () => {
    const device = createDevice();
    device.tamper(components('probe'));
    device.crash();
    device.want('broker', 1n);
    device.check('refused');
    device.withdraw(2n);
    expect(device.told().at(-1)).toBe('removing: broker=removing');
    device.step('busy');
    expect(device.told().at(-1)).toBe('failed: broker=failed');
    expect(device.reports.at(-1)?.components[0]?.error?.code).toBe(LEFTOVER_NOT_REMOVED);
  });

  test('leftovers of a deployment that was never adopted here are removed without a report (ST-04)', () => {
    const device = createDevice();
    device.tamper(components('broker store'));
    device.crash();
    device.withdraw(1n);
    device.settle();
    expect(device.present).toEqual([]);
    expect(device.reports).toEqual([]);
    expect(device.forgotten).toBe(1);
  });
});

describe('a deployment that comes back while it is removed', () => {
  test('after the running step, what is still there is kept or upgraded (L-14)', () => {
    const device = deviceWith('broker store dashboard');
    device.withdraw(2n);
    device.want('broker store@2 dashboard', 3n);
    expect(device.told()).toHaveLength(1);
    device.step();
    expect(device.told().at(-1)).toBe('pending: broker=installed store=pending dashboard=pending');
    device.settle();
    expect(device.steps).toEqual(['remove dashboard', 'upgrade store', 'install dashboard']);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed dashboard=installed');
  });

  test('and goes again, all before the step ended: the removal goes on under the newest version (L-12, L-18)', () => {
    const device = deviceWith('broker store');
    device.withdraw(2n);
    device.want('broker store', 3n);
    device.withdraw(4n);
    device.settle();
    expect(device.steps).toEqual(['remove store', 'remove broker']);
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(4n);
  });

  test('is not kept waiting by a removal that fails again and again (invariant 4, L-14, L-15)', () => {
    const device = deviceWith('broker');
    device.withdraw(2n);
    device.step('volume in use', { retryable: true });
    device.fire('retry');
    device.want('broker', 3n);
    device.step('volume in use', { retryable: true });
    expect(device.snapshot.phase).toBe('checking');
    device.settle();
    expect(device.steps).toEqual(['remove broker', 'remove broker', 'install broker']);
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });

  test('after it was removed or could not be removed, it starts again (L-14)', () => {
    for (const problem of [undefined, 'busy']) {
      const device = deviceWith('broker');
      device.withdraw(2n);
      device.step(problem);
      device.want('broker', 3n);
      device.settle();
      expect(device.told().at(-1)).toBe('installed: broker=installed');
    }
  });
});

test('a withdrawal that is already known is refused, not taken for another attempt (L-12)', () => {
  const device = deviceWith('broker store');
  device.withdraw(2n);
  const again = { type: 'withdraw', manifestVersion: 3n } as const;
  const refused = expect.objectContaining({ code: 'ERR_TRANSITION_REFUSED' }) as Error;
  expect(() => nextLifecycle(device.snapshot, again)).toThrow(refused);
  device.step('busy');
  device.step();
  expect(device.snapshot.phase).toBe('removalFailed');
  expect(() => nextLifecycle(device.snapshot, again)).toThrow(refused);
});
