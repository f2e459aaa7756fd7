import { describe, expect, test } from 'vitest';
import { deviceApplying, deviceWith } from './support/device.js';

describe('a component that does not wait', () => {
  test('lets the next one start once it is in place, and is installing until it is ready (L-05)', () => {
    const device = deviceApplying('broker~ store dashboard');
    device.apply('broker');
    expect(device.steps).toEqual(['install broker', 'install store']);
    expect(device.told().at(-1)).toBe('installing: broker=installing store=installing dashboard=pending');
    device.step(undefined, { component: 'store' });
    expect(device.told().at(-1)).toBe('installing: broker=installing store=installed dashboard=installing');
    device.step(undefined, { component: 'dashboard' });
    expect(device.told().at(-1)).toBe('installing: broker=installing store=installed dashboard=installed');
    device.step(undefined, { component: 'broker' });
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed dashboard=installed');
  });

  test('lets nothing start before it is in place (L-05)', () => {
    const device = deviceApplying('broker~ store');
    expect(device.steps).toEqual(['install broker']);
    device.step();
    expect(device.steps).toEqual(['install broker', 'install store']);
  });

  test('lets only the next one start: that one has to wait or not by its own (L-03, L-05)', () => {
    const device = deviceApplying('broker~ store~ dashboard');
    device.apply('broker');
    expect(device.steps).toEqual(['install broker', 'install store']);
    device.apply('store');
    expect(device.steps).toEqual(['install broker', 'install store', 'install dashboard']);
    expect(device.told().at(-1)).toBe('installing: broker=installing store=installing dashboard=installing');
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed dashboard=installed');
  });

  test('one that waits holds up those behind it although it is in place (L-03, L-05)', () => {
    const device = deviceApplying('broker store');
    const reports = device.reports.length;
    device.apply('broker');
    expect(device.steps).toEqual(['install broker']);
    expect(device.reports.length).toBe(reports);
  });

  test('when it fails while the next one runs, that one is finished and no further one starts (L-05, L-07)', () => {
    const device = deviceApplying('broker~ store dashboard');
    device.apply('broker');
    device.step('crashes', { component: 'broker' });
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installing dashboard=pending');
    expect(device.snapshot.phase).toBe('applying');
    expect(device.calledOff).toEqual([]);
    device.step(undefined, { component: 'store' });
    expect(device.busy).toBe(false);
    expect(device.steps).toEqual(['install broker', 'install store']);
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installed dashboard=pending');
  });

  test('when the next one fails, its readiness still decides about itself (L-05)', () => {
    const device = deviceApplying('broker~ store dashboard');
    device.apply('broker');
    device.step('no image', { component: 'store' });
    expect(device.told().at(-1)).toBe('failed: broker=installing store=failed dashboard=pending');
    device.step(undefined, { component: 'broker' });
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed dashboard=pending');
    expect(device.snapshot.phase).toBe('failed');
  });

  test('when it has to be tried again, nothing further starts meanwhile (L-05, L-15)', () => {
    const device = deviceApplying('broker~ store dashboard');
    device.apply('broker');
    device.step('crashes', { component: 'broker', retryable: true });
    device.step(undefined, { component: 'store' });
    expect(device.steps).toEqual(['install broker', 'install store']);
    device.fire('retry');
    expect(device.steps).toEqual(['install broker', 'install store', 'install broker']);
    device.apply('broker');
    expect(device.steps.at(-1)).toBe('install dashboard');
  });

  test('removals wait for everybody (L-05, L-10)', () => {
    const device = deviceWith('broker~ store');
    device.want('broker@2~', 2n);
    device.check();
    device.apply('broker');
    expect(device.steps).toEqual(['upgrade broker']);
    device.step();
    expect(device.steps).toEqual(['upgrade broker', 'remove store']);
  });

  test('the policy can have everybody wait (L-05)', () => {
    const device = deviceApplying('broker~ store', { honourNoWait: false });
    device.apply('broker');
    expect(device.steps).toEqual(['install broker']);
  });

  test('the removal of the deployment calls off all that run (L-05, L-13)', () => {
    const device = deviceApplying('broker~ store dashboard');
    device.apply('broker');
    device.withdraw(2n);
    expect(device.calledOff).toHaveLength(2);
    device.callOff('store');
    expect(device.told().at(-1)).toBe('installing: broker=installing store=installing dashboard=pending');
    device.callOff('broker');
    expect(device.told().at(-1)).toBe('removing: broker=removing store=removing dashboard=removed');
    device.settle();
    expect(device.steps.slice(2)).toEqual(['remove store', 'remove broker']);
    expect(device.present).toEqual([]);
  });

  test('a newer revision waits for all that run (L-05, L-12)', () => {
    const device = deviceApplying('broker~ store dashboard');
    device.apply('broker');
    device.want('broker@2 store', 2n);
    device.step(undefined, { component: 'store' });
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(1n);
    expect(device.steps).toEqual(['install broker', 'install store']);
    device.step(undefined, { component: 'broker' });
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
    expect(device.told().at(-1)).toBe('pending: broker=pending store=installed');
  });

  test('after a restart what is proved ready is kept, and the others start again in order (L-05, L-17)', () => {
    const device = deviceApplying('broker~ store');
    device.apply('broker');
    device.crash('half');
    expect(device.steps).toEqual(['install broker', 'install store', 'install broker']);
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test('one that has failed is not tried again because the process was restarted (L-05, L-15, L-17)', () => {
    for (const progress of ['nothing', 'half', 'all'] as const) {
      const device = deviceWith('broker~ store dashboard');
      device.want('broker@2~ store@2 dashboard@2', 2n);
      device.check();
      device.apply('broker');
      device.step('crashes', { component: 'broker' });
      device.crash(progress);
      expect(device.told().at(-1)).toMatch(/^failed: broker=failed /);
      device.settle();
      expect(device.snapshot.phase).toBe('failed');
      // What ran beside it is finished, as without the restart, and nothing else is begun.
      expect(device.told().at(-1)).toBe('failed: broker=failed store=installed dashboard=pending');
      expect(device.steps.filter((step) => !step.endsWith('store'))).toEqual(['upgrade broker']);
    }
  });
});
