import { describe, expect, test } from 'vitest';
import { deviceApplying, deviceWith, type Device } from './support/device.js';

const ON = { rollback: 'last-installed' } as const;
const artifacts = ({ present }: Device) =>
  Object.fromEntries(
    present.map(({ name, fingerprint, doubtful }) => [name, doubtful ? 'doubtful' : fingerprint.artifact]),
  );

/** Of three components the first was upgraded, the second failed, and the third has not been touched. */
const failedHalfWay = (policy: Parameters<typeof deviceWith>[1] = ON): Device => {
  const device = deviceWith('broker store dashboard', policy);
  device.want('broker@2 store@2 dashboard@2', 2n);
  device.check();
  device.step();
  device.step('crashes');
  return device;
};

describe('a failed update', () => {
  test('is left as it is by default (L-07, L-16)', () => {
    const device = failedHalfWay({});
    expect(device.busy).toBe(false);
    expect(artifacts(device)).toEqual({ broker: '2', store: 'doubtful', dashboard: '1' });
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed dashboard=pending');
  });

  test('is taken back to what was last installed if the policy says so (L-16)', () => {
    const device = failedHalfWay();
    expect(device.snapshot.phase).toBe('rollingBack');
    device.settle();
    expect(device.steps.slice(2)).toEqual(['upgrade broker', 'install store']);
    expect(artifacts(device)).toEqual({ broker: '1', store: '1', dashboard: '1' });
    expect(device.snapshot.phase).toBe('failed');
    expect(device.snapshot.rollback).toEqual({ failure: null });
  });

  test('goes on to be reported as failed: its components, its version, its culprit; others pending (L-16)', () => {
    const device = failedHalfWay();
    device.settle();
    expect(device.told()).toEqual([
      'pending: broker=pending store=pending dashboard=pending',
      'installing: broker=installing store=pending dashboard=pending',
      'installing: broker=installed store=installing dashboard=pending',
      // The way back of the broker has begun, so it does not run this revision any more.
      'failed: broker=pending store=failed dashboard=pending',
    ]);
    expect(device.reports.at(-1)).toMatchObject({
      adoptedManifestVersion: 2n,
      status: { error: { message: 'crashes' } },
      components: [{}, { error: { message: 'crashes' } }, {}],
    });
  });

  test('what this revision shares with the last one stays installed (L-11, L-16)', () => {
    const device = deviceWith('broker store', ON);
    device.want('broker store@2', 2n);
    device.check();
    device.step('crashes');
    device.settle();
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed');
    expect(artifacts(device)).toEqual({ broker: '1', store: '1' });
  });

  test('what it added is removed again, what it dropped is installed again (L-16)', () => {
    const device = deviceWith('broker probe', { ...ON, dropOrder: 'before' });
    device.want('broker@2 store@2', 2n);
    device.check();
    device.step();
    device.step();
    device.step('crashes');
    device.settle();
    expect(device.steps).toEqual([
      'remove probe',
      'upgrade broker',
      'install store',
      'remove store',
      'upgrade broker',
      'install probe',
    ]);
    expect(artifacts(device)).toEqual({ broker: '1', probe: '1' });
    expect(device.told().at(-1)).toBe('failed: broker=pending store=failed');
  });

  test('is not checked or prepared again on the way back (L-16)', () => {
    const device = failedHalfWay();
    expect(device.checking).toBeUndefined();
    expect(device.running).toMatchObject({ kind: 'upgrade', component: 'broker' });
    expect(device.running?.digest).toBe(device.snapshot.lastInstalled?.digest);
  });

  test('that never touched anything needs no way back (L-08, L-16)', () => {
    const device = deviceWith('broker', ON);
    device.want('broker@2', 2n);
    device.check('not eligible');
    expect(device.snapshot.phase).toBe('failed');
    expect(device.snapshot.rollback).toBeNull();
    expect(device.told().at(-1)).toBe('failed: broker=failed');
  });

  test('has no way back where nothing was installed before (L-16)', () => {
    const device = deviceApplying('broker', ON);
    device.step('crashes');
    expect(device.snapshot.phase).toBe('failed');
    expect(device.busy).toBe(false);
  });

  test('has no way back to what was removed in between (L-14, L-16)', () => {
    const device = deviceWith('broker store', ON);
    device.withdraw(2n);
    device.want('broker@2 store', 3n);
    device.step();
    device.check();
    device.step('crashes');
    expect(device.snapshot.phase).toBe('failed');
    expect(device.busy).toBe(false);
  });

  test('a reinstallation of the last installed revision itself has no way back (L-16, L-17)', () => {
    const device = deviceWith('broker', ON);
    device.tamper([]);
    device.crash();
    device.check();
    device.step('crashes');
    expect(device.snapshot.phase).toBe('failed');
    expect(device.busy).toBe(false);
  });

  test('where a component that was dropped stays, is taken back too, and the carrier keeps the error (L-10, L-16)', () => {
    for (const dropOrder of ['after', 'before'] as const) {
      const device = deviceWith('broker store probe', { ...ON, dropOrder });
      device.want('broker store@2', 2n);
      device.check();
      if (dropOrder === 'after') device.step();
      device.step('locked');
      expect(device.snapshot.phase).toBe('rollingBack');
      expect(device.told().at(-1)).toMatch(/^failed: broker=installed store=failed$/);
      device.settle();
      expect(device.told().at(-1)).toBe('failed: broker=installed store=failed');
      expect(artifacts(device)).toEqual({ broker: '1', store: '1', probe: '1' });
    }
  });
});

test('the carrier of a refused revision stays the same, whatever the way back changes (L-08, L-16)', () => {
  const device = deviceWith('broker relay store', ON);
  device.want('broker@2 relay@2 store', 2n);
  device.check();
  device.step();
  device.want('broker@2 relay@2 store@3', 3n);
  device.step();
  device.check('not eligible');
  expect(device.running).toMatchObject({ kind: 'upgrade', component: 'broker' });
  device.settle();
  expect(artifacts(device)).toEqual({ broker: '1', relay: '1', store: '1' });
  expect(device.told().slice(-3)).toEqual([
    'pending: broker=installed relay=installed store=pending',
    'failed: broker=pending relay=installed store=failed',
    'failed: broker=pending relay=pending store=failed',
  ]);
});

describe('a rollback that fails', () => {
  test('ends there, and is told to nobody but the embedder (L-16)', () => {
    const device = failedHalfWay();
    const reports = device.reports.length;
    device.step('broken as well');
    expect(device.snapshot.phase).toBe('failed');
    expect(device.busy).toBe(false);
    expect(device.reports.length).toBe(reports);
    expect(device.snapshot.rollback?.failure).toMatchObject({
      step: { component: 'broker' },
      error: { message: 'broken as well' },
    });
  });

  test('is tried again like any installation (L-15, L-16)', () => {
    const device = failedHalfWay();
    for (let attempt = 1; attempt < 3; attempt += 1) {
      device.step('pull failed', { retryable: true });
      device.fire('retry');
    }
    device.step('pull failed', { retryable: true });
    expect(device.snapshot.phase).toBe('failed');
    expect(device.snapshot.rollback?.failure?.error.message).toBe('pull failed');
  });

  test('by taking too long is not reported either, while the runtime is to stop or after it (L-06, L-16)', () => {
    const device = failedHalfWay();
    const told = device.told().at(-1);
    device.fire('timeout');
    expect(device.calledOff).toHaveLength(1);
    expect(device.told().at(-1)).toBe(told);
    device.callOff();
    expect(device.told().at(-1)).toBe(told);
    expect(device.snapshot.rollback?.failure?.error.code).toBe('TIMED_OUT');
  });

  test('is not tried again by a restart (L-16, L-17)', () => {
    for (const stop of ['failed', 'late'] as const) {
      const device = failedHalfWay();
      if (stop === 'failed') device.step('broken as well');
      else device.fire('timeout');
      device.crash('half');
      expect(device.snapshot.phase).toBe('failed');
      expect(device.snapshot.rollback?.failure).not.toBeNull();
      expect(device.told().at(-1)).toBe('failed: broker=pending store=failed dashboard=pending');
    }
  });
});

describe('during a rollback', () => {
  test('a newer revision waits for the running step, then it is planned from what is there (L-12, L-16)', () => {
    const device = failedHalfWay();
    device.want('broker@3 store dashboard', 3n);
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
    device.step();
    expect(device.told().at(-1)).toBe('pending: broker=pending store=pending dashboard=installed');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(3n);
    device.settle();
    expect(device.steps.slice(3)).toEqual(['upgrade broker', 'install store']);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed dashboard=installed');
  });

  test('the removal of the deployment calls the running step off (L-13, L-16)', () => {
    const device = failedHalfWay();
    device.withdraw(3n);
    expect(device.calledOff).toHaveLength(1);
    device.callOff();
    expect(device.told().at(-1)).toBe('removing: broker=removing store=removing dashboard=removing');
    device.settle();
    expect(device.present).toEqual([]);
  });

  test('a restart goes on with it, from what is there (L-16, L-17)', () => {
    for (const progress of ['nothing', 'half', 'all'] as const) {
      const device = failedHalfWay();
      device.crash(progress);
      expect(device.snapshot.phase).toBe('rollingBack');
      expect(device.told().at(-1)).toMatch(/^failed: broker=(pending|installed) store=failed dashboard=pending$/);
      device.settle();
      expect(artifacts(device)).toEqual({ broker: '1', store: '1', dashboard: '1' });
      expect(device.snapshot.phase).toBe('failed');
    }
  });

  test('a newer manifest that changes nothing goes with the next report (L-16, L-25)', () => {
    const device = failedHalfWay();
    device.advance(5n);
    device.settle();
    device.crash();
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(5n);
  });
});

describe('after a rollback', () => {
  test('the failed revision can be tried again on demand (L-15, L-16)', () => {
    const device = failedHalfWay();
    device.settle();
    device.retry();
    expect(device.told().at(-1)).toBe('pending: broker=pending store=pending dashboard=pending');
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed dashboard=installed');
    expect(artifacts(device)).toEqual({ broker: '2', store: '2', dashboard: '2' });
  });

  test('it is not begun again by itself, and a restart does not begin it either (L-16, L-17)', () => {
    const device = failedHalfWay();
    device.settle();
    device.tamper([]);
    device.crash();
    expect(device.snapshot.phase).toBe('failed');
    expect(device.busy).toBe(false);
  });

  test('the next failure leads back to the same revision, which is still the last installed (L-16)', () => {
    const device = failedHalfWay();
    device.settle();
    device.want('broker@3 store dashboard', 3n);
    device.check();
    device.step('crashes too');
    device.settle();
    expect(artifacts(device)).toEqual({ broker: '1', store: '1', dashboard: '1' });
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installed dashboard=installed');
  });
});
