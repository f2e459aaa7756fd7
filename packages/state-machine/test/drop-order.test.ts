import { LEFTOVER_NOT_REMOVED } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { deviceWith } from './support/device.js';

describe('what a revision no longer lists', () => {
  test('is removed after the others are installed, newest first (L-10)', () => {
    const device = deviceWith('broker probe camera');
    device.want('broker@2 store', 2n);
    device.settle();
    expect(device.steps).toEqual(['upgrade broker', 'install store', 'remove camera', 'remove probe']);
  });

  test('is removed before all others if the policy says so (L-10)', () => {
    const device = deviceWith('broker probe camera', { dropOrder: 'before' });
    device.want('broker@2 store', 2n);
    device.settle();
    expect(device.steps).toEqual(['remove camera', 'remove probe', 'upgrade broker', 'install store']);
    expect(device.told()).toEqual([
      'pending: broker=pending store=pending',
      // The carrier is installing from the first removal on.
      'installing: broker=installing store=pending',
      'installing: broker=installed store=installing',
      'installed: broker=installed store=installed',
    ]);
  });

  test('goes before replaced components too, and those before new ones (L-09, L-10)', () => {
    const device = deviceWith('broker store probe', { dropOrder: 'before' });
    device.want('broker#edge-b store@2', 2n);
    device.settle();
    expect(device.steps).toEqual(['remove probe', 'remove broker', 'install broker', 'upgrade store']);
  });

  test('the carrier is the first that changes, also when nothing but dropping is left to do (L-10)', () => {
    const device = deviceWith('broker store probe');
    device.want('broker store@2', 2n);
    device.check();
    device.step();
    expect(device.told().at(-1)).toBe('installing: broker=installed store=installing');
    device.step();
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test('if it cannot be removed before the others, none of them is started (L-10)', () => {
    const device = deviceWith('broker probe camera', { dropOrder: 'before' });
    device.want('broker store', 2n);
    device.check();
    device.step('locked');
    // The other one is dropped all the same (L-15).
    expect(device.running).toMatchObject({ kind: 'remove', component: 'probe' });
    device.step();
    expect(device.busy).toBe(false);
    expect(device.steps).toEqual(['remove camera', 'remove probe']);
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed');
    expect(device.reports.at(-1)?.status.error).toEqual({
      code: LEFTOVER_NOT_REMOVED,
      source: 'line-monitoring',
      message: 'camera could not be removed: BROKEN locked',
    });
  });

  test('if it cannot be removed after the others, those stay installed and the carrier fails (L-10)', () => {
    const device = deviceWith('broker probe');
    device.want('broker store@2', 2n);
    device.check();
    device.step();
    device.step('locked');
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed');
    expect(device.reports.at(-1)?.components[1]?.error?.code).toBe(LEFTOVER_NOT_REMOVED);
  });

  test.each(['after', 'before'] as const)(
    'is tried again without limit, the carrier installing meanwhile; dropped %s the others (L-10, L-15)',
    (dropOrder) => {
      const device = deviceWith('broker probe', { dropOrder, maxAttempts: 1 });
      device.want('broker', 2n);
      device.check();
      for (let attempt = 1; attempt < 6; attempt += 1) {
        device.step('locked', { retryable: true });
        expect(device.told().at(-1)).toBe('installing: broker=installing');
        device.fire('retry');
      }
      device.step();
      expect(device.told().at(-1)).toBe('installed: broker=installed');
    },
  );

  test('holds up the others while it is to be tried again before them (L-10, L-15)', () => {
    const device = deviceWith('broker probe camera', { dropOrder: 'before' });
    device.want('broker@2', 2n);
    device.check();
    device.step('locked', { retryable: true });
    device.step();
    expect(device.steps).toEqual(['remove camera', 'remove probe']);
    expect(device.told().at(-1)).toBe('installing: broker=installing');
    device.fire('retry');
    device.settle();
    expect(device.steps).toEqual(['remove camera', 'remove probe', 'remove camera', 'upgrade broker']);
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });

  test('is not dropped once a listed component has failed (L-07, L-10)', () => {
    const device = deviceWith('broker probe');
    device.want('broker@2', 2n);
    device.check();
    device.step('no image');
    expect(device.busy).toBe(false);
    expect(device.steps).toEqual(['upgrade broker']);
    expect(device.present.map(({ name }) => name).sort()).toEqual(['broker', 'probe']);
  });

  test('that stayed is dropped by the next revision (L-10, L-12)', () => {
    const device = deviceWith('broker probe');
    device.want('broker', 2n);
    device.check();
    device.step('locked');
    device.want('broker@2', 3n);
    device.settle();
    expect(device.steps).toEqual(['remove probe', 'upgrade broker', 'remove probe']);
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });

  test('that comes back in the next revision is kept or put right (L-10, L-12)', () => {
    const device = deviceWith('broker probe');
    device.want('broker', 2n);
    device.check();
    device.want('broker probe', 3n);
    device.step('locked');
    expect(device.told().at(-1)).toBe('pending: broker=installed probe=pending');
    device.settle();
    expect(device.steps).toEqual(['remove probe', 'install probe']);
  });
});
