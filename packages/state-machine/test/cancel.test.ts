import { describe, expect, test } from 'vitest';
import { deviceApplying, deviceWith } from './support/device.js';

describe('removal while a component is installed', () => {
  test('the running step is called off, then all is removed (L-04, L-13)', () => {
    const device = deviceApplying('broker store');
    device.step();
    const running = device.running?.number;
    device.withdraw(2n);
    expect(device.calledOff).toEqual([running]);
    expect(device.told().at(-1)).toBe('installing: broker=installed store=installing');
    device.callOff();
    expect(device.told().at(-1)).toBe('removing: broker=removing store=removing');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install store', 'remove store', 'remove broker']);
    expect(device.present).toEqual([]);
  });

  test('a runtime that cannot be called off is awaited, whatever it answers (L-13)', () => {
    for (const problem of [undefined, 'no image']) {
      const device = deviceApplying('broker');
      device.withdraw(2n);
      device.step(problem);
      expect(device.told().at(-1)).toBe('removing: broker=removing');
      device.settle();
      expect(device.steps).toEqual(['install broker', 'remove broker']);
      expect(device.told()).toEqual([
        'pending: broker=pending',
        'installing: broker=installing',
        'removing: broker=removing',
        'removed: broker=removed',
      ]);
    }
  });

  test('has no time limit while it is awaited: whoever drives has told it to stop (L-06, L-13)', () => {
    const device = deviceApplying('broker');
    device.withdraw(2n);
    expect(device.timers).toEqual([]);
  });

  test('nothing is called off if the policy says so (L-13)', () => {
    const device = deviceApplying('broker store', { cancelForRemoval: false });
    device.withdraw(2n);
    expect(device.calledOff).toEqual([]);
    expect(device.timers).not.toEqual([]);
    device.step();
    expect(device.steps).toEqual(['install broker', 'remove broker']);
    device.settle();
    expect(device.told().at(-1)).toBe('removed: broker=removed store=removed');
  });

  test.each([true, false])(
    'a step between two attempts ends at once; cancelForRemoval %s (L-13, L-15)',
    (cancelForRemoval) => {
      const device = deviceApplying('broker store', { cancelForRemoval });
      device.step('pull failed', { retryable: true });
      device.withdraw(2n);
      expect(device.calledOff).toEqual([]);
      expect(device.running).toMatchObject({ kind: 'remove', component: 'broker' });
      device.settle();
      expect(device.steps).toEqual(['install broker', 'remove broker']);
    },
  );

  test('a step that fails and could be tried again is not, once the removal waits (L-12, L-13, L-15)', () => {
    const device = deviceApplying('broker', { cancelForRemoval: false });
    device.withdraw(2n);
    device.step('pull failed', { retryable: true });
    expect(device.running).toMatchObject({ kind: 'remove', component: 'broker' });
  });

  test('while something is dropped, that is called off as well (L-10, L-13)', () => {
    const device = deviceWith('broker probe');
    device.want('broker', 2n);
    device.check();
    device.withdraw(3n);
    device.callOff();
    device.settle();
    expect(device.steps).toEqual(['remove probe', 'remove probe', 'remove broker']);
    expect(device.present).toEqual([]);
  });

  test('a wish for it that comes after the removal replaces that; what was called off is done again (L-12, L-13)', () => {
    const device = deviceApplying('broker store');
    device.withdraw(2n);
    device.want('broker store', 3n);
    device.callOff();
    expect(device.told().at(-1)).toBe('pending: broker=pending store=pending');
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install broker', 'install store']);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test('is not said again to the same step when a restart has ended it (L-13, L-17)', () => {
    const device = deviceApplying('broker');
    device.withdraw(2n);
    device.crash('half');
    expect(device.calledOff).toEqual([]);
    expect(device.running).toMatchObject({ kind: 'remove', component: 'broker' });
  });

  test('during the check it waits for the answer, and nothing is ever touched (L-08, L-13)', () => {
    const device = deviceWith('broker');
    device.want('broker@2', 2n);
    device.withdraw(3n);
    expect(device.steps).toEqual([]);
    device.check();
    device.settle();
    expect(device.steps).toEqual(['remove broker']);
  });

  test('a newer revision calls nothing off: the running step is finished (L-12)', () => {
    const device = deviceApplying('broker store');
    device.want('broker@2 store', 2n);
    expect(device.calledOff).toEqual([]);
  });
});
