import { LEFTOVER_NOT_REMOVED } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, deviceWith } from './support/device.js';

describe('updating', () => {
  test('takes the step that each change calls for, in listed order (L-03, L-09, L-22)', () => {
    const device = deviceWith('broker store dashboard');
    device.want('broker@2 store dashboard/tls probe', 2n);
    device.settle();
    expect(device.steps).toEqual(['upgrade broker', 'reconfigure dashboard', 'install probe']);
    expect(device.told()).toEqual([
      'pending: broker=pending store=installed dashboard=pending probe=pending',
      'installing: broker=installing store=installed dashboard=pending probe=pending',
      'installing: broker=installed store=installed dashboard=installing probe=pending',
      'installing: broker=installed store=installed dashboard=installed probe=installing',
      'installed: broker=installed store=installed dashboard=installed probe=installed',
    ]);
  });

  test('components that are kept stay installed throughout (L-11)', () => {
    const device = deviceWith('broker store');
    device.want('broker store@2', 2n);
    device.settle();
    for (const { components } of device.reports) expect(components[0]).toEqual({ name: 'broker', state: 'installed' });
  });

  test('a plan without a step still adopts and reports, and claims installed only once it was checked (L-09)', () => {
    const device = deviceWith('broker store');
    device.want('store broker', 2n);
    expect(device.told()).toEqual(['pending: store=pending broker=installed']);
    device.settle();
    expect(device.steps).toEqual([]);
    expect(device.told().at(-1)).toBe('installed: store=installed broker=installed');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
  });

  test('a refused update leaves what runs alone; kept ones are installed, the carrier failed (L-08)', () => {
    const device = deviceWith('broker store dashboard');
    device.want('broker store@2 dashboard@2', 2n);
    device.check('immutable');
    expect(device.told().at(-1)).toBe('failed: broker=installed store=failed dashboard=pending');
    expect(device.steps).toEqual([]);
  });

  test('a refused update that changes nothing is told by the first listed component (L-08)', () => {
    const device = deviceWith('broker store');
    device.want('store broker', 2n);
    device.check('not eligible any more');
    expect(device.told().at(-1)).toBe('failed: store=failed broker=installed');
  });

  test('dropping is part of applying: the carrier stays installing until it is done (L-10)', () => {
    const device = deviceWith('broker store probe camera');
    device.want('broker store@2', 2n);
    device.settle();
    expect(device.steps).toEqual(['upgrade store', 'remove camera', 'remove probe']);
    expect(device.told()).toEqual([
      'pending: broker=installed store=pending',
      'installing: broker=installed store=installing',
      'installed: broker=installed store=installed',
    ]);
  });

  test('if a revision only drops, the first listed component is the carrier (L-10)', () => {
    const device = deviceWith('broker store probe');
    device.want('broker store', 2n);
    device.check();
    expect(device.told().at(-1)).toBe('installing: broker=installing store=installed');
    device.step();
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test('a dropped component that cannot be removed fails the carrier, after the others were tried (L-10, L-15)', () => {
    const device = deviceWith('broker probe camera');
    device.want('broker', 2n);
    device.check();
    device.step('camera is busy');
    expect(device.running).toMatchObject({ kind: 'remove', component: 'probe' });
    device.step();
    expect(device.told().at(-1)).toBe('failed: broker=failed');
    expect(device.reports.at(-1)?.components[0]?.error).toEqual({
      code: LEFTOVER_NOT_REMOVED,
      source: 'broker',
      message: 'camera could not be removed: BROKEN camera is busy',
    });
  });

  test('replaced components are removed first, last listed first, then installed in order (L-09)', () => {
    const device = deviceWith('broker store dashboard');
    device.want('broker#edge-b store@2 dashboard#edge-b', 2n);
    device.settle();
    expect(device.steps).toEqual([
      'remove dashboard',
      'remove broker',
      'install broker',
      'upgrade store',
      'install dashboard',
    ]);
    expect(device.told()).toEqual([
      'pending: broker=pending store=pending dashboard=pending',
      'installing: broker=pending store=pending dashboard=installing',
      'installing: broker=installing store=pending dashboard=installing',
      'installing: broker=installed store=installing dashboard=installing',
      'installing: broker=installed store=installed dashboard=installing',
      'installed: broker=installed store=installed dashboard=installed',
    ]);
  });

  test('a replacement whose removal fails stops the update (L-07, L-09)', () => {
    const device = deviceWith('broker dashboard');
    device.want('broker#edge-b dashboard', 2n);
    device.check();
    device.step('stuck');
    expect(device.busy).toBe(false);
    expect(device.told().at(-1)).toBe('failed: broker=failed dashboard=installed');
  });
});

describe('at rest', () => {
  test('nothing is left installing when a replacement was begun and another stopped it (L-07)', () => {
    const device = deviceWith('broker dashboard');
    device.want('broker#edge-b dashboard#edge-b', 2n);
    device.check();
    device.step();
    device.step('stuck');
    expect(device.told().at(-1)).toBe('failed: broker=failed dashboard=pending');
  });

  test('every dropped component that stayed is named in the error (L-10)', () => {
    const device = deviceWith('broker probe camera');
    device.want('broker', 2n);
    device.check();
    device.step('busy');
    device.step('locked');
    expect(device.reports.at(-1)?.status.error?.message).toBe(
      'camera could not be removed: BROKEN busy; probe could not be removed: BROKEN locked',
    );
  });
});

describe('a newer revision while one is being applied', () => {
  test('the running step ends, revisions between are skipped, and the rest is planned from what is there (L-12)', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    device.want('broker@2 store', 2n);
    device.want('broker store@3', 3n);
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(1n);
    device.step();
    expect(device.told().at(-1)).toBe('pending: broker=installed store=pending');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(3n);
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install store']);
    expect(device.present.map(({ fingerprint }) => fingerprint.artifact)).toEqual(['1', '3']);
  });

  test('it is adopted although the step before it failed (L-12)', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    device.want('broker@2 store', 2n);
    device.step('no image');
    expect(device.told().at(-1)).toBe('pending: broker=pending store=pending');
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test.each([undefined, 'not eligible'])('it waits for the answer to a check as for a step (L-12): %s', (refusal) => {
    const device = createDevice();
    device.want('broker', 1n);
    device.want('broker@2', 2n);
    device.check(refusal);
    expect(device.told()).toEqual(['pending: broker=pending', 'pending: broker=pending']);
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
    device.settle();
    expect(device.steps).toEqual(['install broker']);
  });
});

describe('a newer manifest that leaves the deployment unchanged', () => {
  test('its version goes out with the next report, none is made for it (L-19, L-25)', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    const before = device.reports.length;
    device.advance(5n);
    expect(device.reports.length).toBe(before);
    device.step();
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(5n);
  });

  test('it counts for the revision that waits, not for the one being applied (L-25, ST-11)', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    device.want('broker@2 store', 2n);
    device.advance(3n);
    device.crash();
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(3n);
    expect(device.told().at(-1)).toBe('pending: broker=pending store=pending');
  });
});
