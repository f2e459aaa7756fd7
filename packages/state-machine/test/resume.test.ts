import { describe, expect, test } from 'vitest';
import { createDevice, deviceWith, type Device } from './support/device.js';
import { components } from './support/revisions.js';

describe('after a restart', () => {
  test('a step that is proved done is not repeated (L-17)', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    device.crash('all');
    expect(device.steps).toEqual(['install broker', 'install store']);
    expect(device.told().at(-1)).toBe('installing: broker=installed store=installing');
  });

  test.each(['nothing', 'half'] as const)('a step of which %s is done is run again (L-17)', (progress) => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    device.crash(progress);
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install broker', 'install store']);
  });

  test('an answer from before the restart does not count for the step that is run again (L-17)', () => {
    const device = createDevice();
    device.want('broker', 1n);
    device.check();
    device.crash();
    expect(() => device.send({ type: 'step.succeeded', step: 1 })).toThrow(
      expect.objectContaining({ code: 'ERR_TRANSITION_REFUSED' }),
    );
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });

  test('a check is asked again (L-17)', () => {
    const device = createDevice();
    device.want('broker', 1n);
    device.crash();
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });

  test('what waited is taken up at once (L-12, L-17)', () => {
    for (const checked of [false, true]) {
      const device = createDevice();
      device.want('broker', 1n);
      if (checked) device.check();
      device.want('broker@2', 2n);
      device.crash('all');
      expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
      device.settle();
      expect(device.present.map(({ fingerprint }) => fingerprint.artifact)).toEqual(['2']);
    }
  });

  test('every deployment reports once, changed or not (L-19)', () => {
    const device = deviceWith('broker');
    device.crash();
    expect(device.told()).toEqual(['installed: broker=installed']);
    device.crash();
    expect(device.told()).toHaveLength(2);
  });

  test('what is missing or left over is put right under the revision that is installed (L-17)', () => {
    const device = deviceWith('broker store');
    device.tamper(components('broker probe'));
    device.crash();
    device.settle();
    expect(device.steps).toEqual(['install store', 'remove probe']);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(1n);
  });

  test('what was lost is put right in order, as if it had never been there (L-03, L-17)', () => {
    const device = deviceWith('broker store dashboard');
    device.tamper(components('broker'));
    device.crash();
    device.settle();
    expect(device.told()).toEqual([
      'pending: broker=installed store=pending dashboard=pending',
      'installing: broker=installed store=installing dashboard=pending',
      'installing: broker=installed store=installed dashboard=installing',
      'installed: broker=installed store=installed dashboard=installed',
    ]);
  });

  test('of what is found in two places one is removed at a time (L-15, L-17)', () => {
    const device = deviceWith('broker store');
    device.tamper(components('broker broker#edge-b store'));
    device.withdraw(2n);
    device.crash();
    device.step(undefined, { component: 'store' });
    device.step('busy', { component: 'broker', retryable: true });
    expect(device.running).toBeUndefined();
    device.fire('retry');
    device.settle();
    expect(device.steps).toEqual(['remove store', 'remove store', 'remove broker', 'remove broker', 'remove broker']);
    expect(device.present).toEqual([]);
  });

  test('what failed stays failed: a restart is no new attempt (L-15)', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    device.step('no image');
    device.crash();
    expect(device.told().at(-1)).toBe('failed: broker=failed store=pending');
    expect(device.busy).toBe(false);
  });

  test('a removal goes on; what could not be removed before is not tried again (L-15, L-17)', () => {
    const device = deviceWith('broker store dashboard');
    device.withdraw(2n);
    device.step('busy');
    device.crash('all');
    device.settle();
    expect(device.steps).toEqual(['remove dashboard', 'remove store', 'remove broker']);
    expect(device.told().at(-1)).toBe('failed: broker=removed store=removed dashboard=failed');
  });

  test('a removal that failed is over as soon as nothing is found any more (L-17)', () => {
    const device = deviceWith('broker');
    device.withdraw(2n);
    device.step('busy');
    device.tamper([]);
    device.crash();
    expect(device.told().at(-1)).toBe('removed: broker=removed');
    expect(device.forgotten).toBe(1);
  });

  test('after removed, what is found after all is removed too, and forget is said again (L-17)', () => {
    const device = deviceWith('broker');
    device.withdraw(2n);
    device.settle();
    device.crash();
    expect(device.forgotten).toBe(2);
    device.tamper(components('broker'));
    device.crash();
    expect(device.told().at(-1)).toBe('removing: broker=removing');
    device.settle();
    expect(device.present).toEqual([]);
  });

  test('what is dropped goes in the same order, with or without a restart (invariant 5, L-10)', () => {
    const dropped = (restart: boolean): Device => {
      const device = deviceWith('carrier broker store');
      device.want('carrier@2', 2n);
      device.check();
      if (restart) device.crash('all');
      else device.step();
      device.step('busy');
      device.settle();
      return device;
    };
    for (const device of [dropped(false), dropped(true)]) {
      expect(device.steps).toEqual(['upgrade carrier', 'remove store', 'remove broker']);
      expect(device.reports.at(-1)?.components[0]?.error?.message).toMatch(/^store could not be removed/);
      expect(device.present.map(({ name }) => name)).toEqual(['carrier', 'store']);
    }
  });

  test('what an earlier revision left behind is removed in the same order too (invariant 5, L-04)', () => {
    const device = deviceWith('carrier broker store');
    device.want('carrier@2', 2n);
    device.check();
    device.withdraw(3n);
    device.step();
    device.crash();
    device.settle();
    expect(device.steps).toEqual([
      'upgrade carrier',
      'remove store',
      'remove store',
      'remove broker',
      'remove carrier',
    ]);
  });

  test('the order in which the runtime lists what is there makes no difference (L-17)', () => {
    for (const listed of ['store broker probe relay', 'relay probe broker store', 'probe store relay broker']) {
      const device = deviceWith('store broker');
      device.tamper(components(listed));
      device.crash();
      device.settle();
      expect(device.steps).toEqual(['remove relay', 'remove probe']);
      device.withdraw(2n);
      device.settle();
      expect(device.steps.slice(2)).toEqual(['remove broker', 'remove store']);
    }
  });

  test('the plan that is gone on with keeps its carrier (L-10, L-17)', () => {
    const device = deviceWith('broker store probe');
    device.want('broker store@2', 2n);
    device.check();
    device.step();
    const before = device.told().at(-1);
    device.crash();
    expect(device.told().at(-1)).toBe(before);
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test('a process that keeps stopping does not make the snapshot grow (L-17)', () => {
    const device = createDevice();
    device.want('broker store', 1n);
    device.check();
    device.crash('half');
    const size = (): number => JSON.stringify({ ...device.snapshot, stepCount: 0, running: null }).length;
    const before = size();
    for (let restart = 0; restart < 50; restart += 1) device.crash('half');
    expect(size()).toBe(before);
  });

  test('a step that was half done is another kind of step afterwards, and still the same thing to do (L-17)', () => {
    const device = deviceWith('broker');
    device.want('broker@2', 2n);
    device.check();
    device.crash('half');
    expect(device.steps).toEqual(['upgrade broker', 'install broker']);
    expect(device.snapshot.begun).toHaveLength(1);
  });

  test('a device that lost its memory takes up what runs (L-17)', () => {
    const device = createDevice();
    device.tamper(components('broker store'));
    device.crash();
    device.want('broker store@2', 5n);
    device.settle();
    expect(device.steps).toEqual(['upgrade store']);
  });
});
