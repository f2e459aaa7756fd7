import { describe, expect, test } from 'vitest';
import { deviceWith, type Device } from './support/device.js';

/** Preparations are answered by the test. */
const preparing = (there: string, wanted: string): Device => {
  const device = deviceWith(there, {}, true);
  device.want(wanted, 2n);
  device.check();
  return device;
};

describe('preparing', () => {
  test('fetches in listed order, one by one, for each component that gets something (L-03, L-08)', () => {
    const device = preparing('broker store dashboard probe', 'broker@2 store dashboard/tls camera');
    const prepared: string[] = [];
    while (device.running?.kind === 'prepare') {
      expect(device.snapshot.running).toHaveLength(1);
      prepared.push(device.running.component);
      expect(device.steps).toEqual([]);
      device.step();
    }
    expect(prepared).toEqual(['broker', 'dashboard', 'camera']);
    expect(device.steps).toEqual(['upgrade broker']);
  });

  test('is not told: what changes is pending until something is touched, and so is the carrier (L-02, L-08)', () => {
    const device = preparing('broker store', 'broker store@2');
    device.settle();
    expect(device.told()).toEqual([
      'pending: broker=installed store=pending',
      'installing: broker=installed store=installing',
      'installed: broker=installed store=installed',
    ]);
  });

  test('what cannot be fetched refuses the revision, and nothing was touched (L-08)', () => {
    const device = preparing('broker store dashboard', 'broker store@2 dashboard@2');
    device.step();
    device.step('no such package');
    expect(device.busy).toBe(false);
    expect(device.steps).toEqual([]);
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed dashboard=pending');
    expect(device.reports.at(-1)).toMatchObject({
      adoptedManifestVersion: 2n,
      status: { error: { code: 'BROKEN', message: 'dashboard could not be prepared: no such package' } },
    });
    expect(device.present.map(({ fingerprint, doubtful }) => [fingerprint.artifact, doubtful])).toEqual([
      ['1', undefined],
      ['1', undefined],
      ['1', undefined],
    ]);
  });

  test('is done anew after another attempt on demand (L-08, L-15)', () => {
    const device = preparing('broker', 'broker@2');
    device.step('no such package');
    device.retry();
    device.check();
    expect(device.running).toMatchObject({ kind: 'prepare', attempt: 1 });
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });

  test('has nothing to do where nothing gets anything (L-09)', () => {
    const device = preparing('broker store', 'broker');
    expect(device.running).toMatchObject({ kind: 'remove', component: 'store' });
  });

  test('comes before the removal of what is replaced (L-09)', () => {
    const device = preparing('broker', 'broker#edge-b');
    expect(device.running).toMatchObject({ kind: 'prepare', component: 'broker', placement: 'edge-b' });
    device.settle();
    expect(device.steps).toEqual(['remove broker', 'install broker']);
  });

  test.each<[string, (device: Device) => void]>([
    ['called off', (device) => device.callOff()],
    ['done', (device) => device.step()],
    ['failed', (device) => device.step('no such package')],
    ['failed, but could be tried again', (device) => device.step('down', { retryable: true })],
  ])('is called off by a newer revision, which is taken up when it is %s (L-12)', (_, answer) => {
    const device = preparing('broker store', 'broker@2 store');
    device.want('broker store@3', 3n);
    expect(device.calledOff).toHaveLength(1);
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
    answer(device);
    expect(device.told().at(-1)).toBe('pending: broker=installed store=pending');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(3n);
    device.settle();
    expect(device.steps).toEqual(['upgrade store']);
  });

  test('between two attempts is ended by a newer revision at once (L-12, L-15)', () => {
    const device = preparing('broker', 'broker@2');
    device.step('registry is down', { retryable: true });
    device.want('broker@3', 3n);
    expect(device.calledOff).toEqual([]);
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(3n);
  });

  test('is called off by the removal of the deployment (L-13)', () => {
    const device = preparing('broker', 'broker@2');
    device.withdraw(3n);
    expect(device.calledOff).toHaveLength(1);
    device.callOff();
    device.settle();
    expect(device.steps).toEqual(['remove broker']);
    expect(device.told().at(-1)).toBe('removed: broker=removed');
  });

  test('cut off by a restart begins again with the check (L-17)', () => {
    const device = preparing('broker', 'broker@2');
    device.crash();
    expect(device.checking).toBeDefined();
    expect(device.told().at(-1)).toBe('pending: broker=pending');
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });

  test('cut off by a restart while something new waits is not begun again (L-12, L-17)', () => {
    const device = preparing('broker', 'broker@2');
    device.want('broker@3', 3n);
    device.crash();
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(3n);
    device.settle();
    expect(device.present.map(({ fingerprint }) => fingerprint.artifact)).toEqual(['3']);
  });
});
