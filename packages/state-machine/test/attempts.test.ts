import { describe, expect, test } from 'vitest';
import { createDevice, deviceApplying, deviceWith, type Device } from './support/device.js';

const again = { retryable: true } as const;
const delays = (device: Device) =>
  device.timers.filter(({ timer }) => timer.startsWith('retry')).map(({ minMs, maxMs }) => [minMs, maxMs]);
const errorOf = (device: Device) => device.reports.at(-1)?.status.error?.message;

describe('an installation that fails', () => {
  test('for good is not tried again (L-15)', () => {
    const device = deviceApplying('broker');
    device.step('no such image');
    expect(device.busy).toBe(false);
    expect(device.told().at(-1)).toBe('failed: broker=failed');
  });

  test('but may be tried again stays installing, and is tried after a while (L-15)', () => {
    const device = deviceApplying('broker store');
    const reports = device.reports.length;
    device.step('pull failed', again);
    expect(device.busy).toBe(true);
    expect(device.running).toBeUndefined();
    device.fire('retry');
    expect(device.running).toMatchObject({ kind: 'install', component: 'broker', attempt: 2 });
    expect(device.reports.length).toBe(reports);
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install broker', 'install store']);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test.each([1, 2, 3])('%i times has failed for good where that many are allowed (L-15)', (maxAttempts) => {
    const device = deviceApplying('broker store', { maxAttempts });
    for (let attempt = 1; attempt < maxAttempts; attempt += 1) {
      device.step(`problem ${attempt}`, again);
      expect(device.told().at(-1)).toBe('installing: broker=installing store=pending');
      device.fire('retry');
    }
    device.step(`problem ${maxAttempts}`, again);
    expect(device.busy).toBe(false);
    expect(device.steps).toHaveLength(maxAttempts);
    expect(device.told().at(-1)).toBe('failed: broker=failed store=pending');
    // The last problem is the one that is told.
    expect(errorOf(device)).toBe(`problem ${maxAttempts}`);
  });

  test('three attempts are allowed by default (L-15)', () => {
    const device = deviceApplying('broker');
    device.step('1', again);
    device.fire('retry');
    device.step('2', again);
    device.fire('retry');
    device.step('3', again);
    expect(device.snapshot.phase).toBe('failed');
  });

  test('at last for good needs no more attempts (L-15)', () => {
    const device = deviceApplying('broker');
    device.step('pull failed', again);
    device.fire('retry');
    device.step('no such image');
    expect(device.snapshot.phase).toBe('failed');
  });

  test('has attempts of its own for each component (L-15)', () => {
    const device = deviceApplying('broker store', { maxAttempts: 2 });
    for (let component = 0; component < 2; component += 1) {
      device.step('pull failed', again);
      device.fire('retry');
      device.step();
    }
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });
});

describe('the time between two attempts', () => {
  test('doubles up to a limit, and chance decides within the upper half of it (L-15)', () => {
    const device = deviceApplying('broker', { maxAttempts: 9, backoff: { firstMs: 1000, maxMs: 5000 } });
    const seen = [];
    for (let attempt = 1; attempt < 6; attempt += 1) {
      device.step('pull failed', again);
      seen.push(...delays(device));
      device.fire('retry');
    }
    expect(seen).toEqual([
      [500, 1000],
      [1000, 2000],
      [2000, 4000],
      [2500, 5000],
      [2500, 5000],
    ]);
  });

  test('is a number however many attempts there were (L-15)', () => {
    const device = deviceWith('broker', { backoff: { firstMs: 1000, maxMs: 5000 } });
    device.withdraw(2n);
    for (let attempt = 1; attempt < 2000; attempt += 1) {
      device.step('busy', again);
      device.fire('retry');
    }
    device.step('busy', again);
    expect(delays(device)).toEqual([[2500, 5000]]);
  });

  test('is a second at first and five minutes at the most by default (L-15)', () => {
    const device = deviceWith('broker');
    device.withdraw(2n);
    device.step('busy', again);
    expect(delays(device)).toEqual([[500, 1000]]);
    for (let attempt = 0; attempt < 12; attempt += 1) {
      device.fire('retry');
      device.step('busy', again);
    }
    expect(delays(device)).toEqual([[150_000, 300_000]]);
  });

  test('ends at once when something new is wanted (L-12, L-15)', () => {
    const device = deviceApplying('broker store');
    device.step('pull failed', again);
    device.want('broker@2 store', 2n);
    expect(device.checking).toBeDefined();
    expect(device.timers).toEqual([]);
    expect(device.told().at(-1)).toBe('pending: broker=pending store=pending');
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install broker', 'install store']);
  });

  test('is not begun while something new waits already (L-12, L-15)', () => {
    const device = deviceApplying('broker');
    device.want('broker@2', 2n);
    device.step('pull failed', again);
    expect(device.timers).toEqual([]);
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
  });

  test('does not end because a manifest leaves the deployment unchanged (L-15, L-25)', () => {
    const device = deviceApplying('broker');
    device.step('pull failed', again);
    const before = device.timers;
    device.advance(2n);
    expect(device.timers).toEqual(before);
  });
});

describe('a restart', () => {
  test('makes the attempt again that it cut off, and that counts once (L-15, L-17)', () => {
    const device = deviceApplying('broker', { maxAttempts: 2 });
    device.crash('half');
    device.crash('nothing');
    expect(device.running).toMatchObject({ attempt: 1 });
    device.step('pull failed', again);
    device.fire('retry');
    device.crash('half');
    expect(device.running).toMatchObject({ attempt: 2 });
    device.step('pull failed', again);
    expect(device.snapshot.phase).toBe('failed');
  });

  test('between two attempts begins the next one at once (L-15, L-17)', () => {
    const device = deviceApplying('broker', { maxAttempts: 2 });
    device.step('pull failed', again);
    device.crash();
    expect(device.running).toMatchObject({ kind: 'install', attempt: 2 });
    device.step('pull failed', again);
    expect(device.snapshot.phase).toBe('failed');
  });

  test('does not count attempts to prepare as attempts to install (L-15, L-17)', () => {
    const device = deviceWith('broker', {}, true);
    device.want('broker@2', 2n);
    device.check();
    for (let attempt = 1; attempt < 6; attempt += 1) {
      device.step('registry is down', again);
      device.fire('retry');
    }
    device.crash();
    device.check();
    device.step();
    expect(device.running).toMatchObject({ kind: 'upgrade', attempt: 1 });
    device.step('pull failed', again);
    expect(device.told().at(-1)).toBe('installing: broker=installing');
  });

  test('what was counted is forgotten once all is installed, and for the way back (L-15, L-16, L-17)', () => {
    const device = deviceApplying('broker', { maxAttempts: 2, rollback: 'last-installed' });
    device.step('pull failed', again);
    device.crash();
    device.settle();
    device.tamper([]);
    device.crash();
    device.check();
    expect(device.running).toMatchObject({ kind: 'install', attempt: 1 });
    device.settle();

    device.want('broker@2', 2n);
    device.check();
    device.step('pull failed', again);
    device.crash('half');
    device.step('pull failed', again);
    expect(device.snapshot.phase).toBe('rollingBack');
    expect(device.running).toMatchObject({ kind: 'install', attempt: 1 });
  });

  test('what was counted is forgotten with the revision (L-15, L-17)', () => {
    const device = deviceApplying('broker', { maxAttempts: 2 });
    device.step('pull failed', again);
    device.crash();
    device.want('broker@2', 2n);
    device.step('pull failed');
    device.check();
    expect(device.running).toMatchObject({ attempt: 1 });
  });
});

describe('preparations and removals', () => {
  test('are tried again without limit (L-15)', () => {
    const preparing = deviceWith('broker', { maxAttempts: 1 }, true);
    preparing.want('broker@2', 2n);
    preparing.check();
    const removing = deviceWith('broker', { maxAttempts: 1 });
    removing.withdraw(2n);
    for (const device of [preparing, removing]) {
      const told = device.told().at(-1);
      for (let attempt = 1; attempt < 20; attempt += 1) {
        device.step('busy', again);
        device.fire('retry');
        expect(device.running).toMatchObject({ attempt: attempt + 1 });
      }
      expect(device.told().at(-1)).toBe(told);
      device.settle();
    }
    expect(preparing.told().at(-1)).toBe('installed: broker=installed');
    expect(removing.told().at(-1)).toBe('removed: broker=removed');
  });

  test('a removal that is tried again holds up no other one (L-04, L-15)', () => {
    const device = deviceWith('broker store dashboard');
    device.withdraw(2n);
    device.step('busy', again);
    expect(device.running).toMatchObject({ kind: 'remove', component: 'store' });
    device.fire('retry', 'dashboard');
    expect(device.steps).toEqual(['remove dashboard', 'remove store', 'remove dashboard']);
    device.step(undefined, { component: 'store' });
    device.step('busy', { component: 'dashboard', ...again });
    expect(device.told().at(-1)).toBe('removing: broker=removing store=removed dashboard=removing');
    device.step(undefined, { component: 'broker' });
    expect(device.told().at(-1)).toBe('removing: broker=removed store=removed dashboard=removing');
    device.fire('retry');
    device.step();
    expect(device.told().at(-1)).toBe('removed: broker=removed store=removed dashboard=removed');
    expect(device.forgotten).toBe(1);
  });

  test('a component that comes back between two attempts to remove it is put right (L-14, L-15)', () => {
    const device = deviceWith('broker');
    device.withdraw(2n);
    device.step('busy', again);
    device.want('broker', 3n);
    device.settle();
    expect(device.steps).toEqual(['remove broker', 'install broker']);
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });
});

describe('another attempt on demand', () => {
  test('checks and plans the failed revision anew, from what is there (L-15)', () => {
    const device = deviceApplying('broker store dashboard');
    device.step();
    device.step('no image');
    device.retry();
    expect(device.told().at(-1)).toBe('pending: broker=installed store=pending dashboard=pending');
    expect(device.checking).toBeDefined();
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install store', 'install store', 'install dashboard']);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed dashboard=installed');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(1n);
  });

  test('has as many attempts as the first time (L-15)', () => {
    const device = deviceApplying('broker', { maxAttempts: 1 });
    device.step('pull failed', again);
    device.retry();
    device.check();
    expect(device.running).toMatchObject({ attempt: 1 });
    device.step('pull failed', again);
    expect(device.snapshot.phase).toBe('failed');
  });

  test('asks again whether a refused revision can be applied (L-08, L-15)', () => {
    const device = createDevice();
    device.want('broker', 1n);
    device.check('not enough memory');
    device.retry();
    expect(device.told().at(-1)).toBe('pending: broker=pending');
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });

  test('of a removal takes only what is still there (L-15)', () => {
    const device = deviceWith('broker store');
    device.withdraw(2n);
    device.step('busy');
    device.step();
    device.retry();
    expect(device.told().at(-1)).toBe('removing: broker=removed store=removing');
    device.settle();
    expect(device.steps).toEqual(['remove store', 'remove broker', 'remove store']);
    expect(device.told().at(-1)).toBe('removed: broker=removed store=removed');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
  });

  test('is refused where nothing has failed (L-15)', () => {
    for (const device of [createDevice(), deviceWith('broker'), deviceApplying('broker')])
      expect(() => device.retry()).toThrow(expect.objectContaining({ code: 'ERR_TRANSITION_REFUSED' }));
  });

  test('a new revision is one as well (L-15)', () => {
    const device = deviceApplying('broker', { maxAttempts: 1 });
    device.step('pull failed', again);
    device.want('broker@2', 2n);
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });
});
