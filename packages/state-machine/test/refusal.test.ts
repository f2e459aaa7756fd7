import { statusReport } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, deviceWith } from './support/device.js';

// Whoever drives finds the reason and gives it a code; the lifecycle keeps the code and sees to the rest.

describe.each([
  ['an immutable parameter was changed (L-08, L-21)', 'IMMUTABLE_PARAMETER_CHANGED'],
  ['the type of deployment is not known here (L-08, L-23)', 'UNSUPPORTED_DEPLOYMENT_TYPE'],
  ['the device is not eligible (L-08, L-27)', 'DEVICE_NOT_ELIGIBLE'],
])('%s', (_, code) => {
  test('an update is refused under its own code, before anything is prepared, and what runs is untouched', () => {
    const device = deviceWith('broker store', {}, true);
    const before = device.present;
    device.want('broker store@2', 2n);
    expect(device.running).toBeUndefined();
    device.check('because', code);
    expect(device.busy).toBe(false);
    expect(device.steps).toEqual([]);
    expect(device.present).toEqual(before);
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed');
    expect(device.reports.at(-1)).toMatchObject({
      adoptedManifestVersion: 2n,
      status: { error: { code, source: 'line-monitoring', message: 'because' } },
      components: [{}, { error: { code, source: 'store', message: 'because' } }],
    });
  });

  test('a first installation is refused likewise, and never claims installed', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check('because', code);
    expect(device.told()).toEqual(['pending: broker=pending store=pending', 'failed: broker=failed store=pending']);
  });

  test('a restart does not ask again; a revision that fits ends it', () => {
    const device = deviceWith('broker store');
    device.want('broker store@2', 2n);
    device.check('because', code);
    device.crash();
    expect(device.checking).toBeUndefined();
    expect(statusReport(device.snapshot)?.status.error?.code).toBe(code);
    device.want('broker store', 3n);
    device.settle();
    expect(device.steps).toEqual([]);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });
});
