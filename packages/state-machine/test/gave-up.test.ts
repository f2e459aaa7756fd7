import { describe, expect, test } from 'vitest';
import { deviceWith } from './support/device.js';

const FAIL = { gaveUp: 'fail' } as const;
const refused = expect.objectContaining({ code: 'ERR_TRANSITION_REFUSED' }) as Error;

describe('a component that has given up restarting', () => {
  test('is no matter of the lifecycle by default (L-20)', () => {
    const device = deviceWith('broker store');
    expect(() => device.giveUp('store')).toThrow(refused);
    expect(device.reports).toEqual([]);
  });

  test('has failed if the policy says so; the others stay installed (L-20)', () => {
    const device = deviceWith('broker store', FAIL);
    device.giveUp('store');
    expect(device.told()).toEqual(['failed: broker=installed store=failed']);
    expect(device.reports[0]?.status.error).toEqual({
      code: 'BROKEN',
      source: 'line-monitoring',
      message: 'keeps stopping',
    });
    expect(device.busy).toBe(false);
  });

  test('is installed again on demand, and by the next revision (L-15, L-20)', () => {
    for (const cure of ['retry', 'revision'] as const) {
      const device = deviceWith('broker store', FAIL);
      device.giveUp('store');
      if (cure === 'retry') device.retry();
      else device.want('store broker', 2n);
      device.settle();
      expect(device.steps).toEqual(['install store']);
      expect(device.told().at(-1)).toMatch(/^installed/);
    }
  });

  test('stays failed over a restart, although the runtime finds it in place (L-15, L-20)', () => {
    const device = deviceWith('broker', FAIL);
    device.giveUp('broker');
    device.crash();
    expect(device.told().at(-1)).toBe('failed: broker=failed');
    expect(device.steps).toEqual([]);
  });

  test('is removed with the deployment (L-20)', () => {
    const device = deviceWith('broker', FAIL);
    device.giveUp('broker');
    device.withdraw(2n);
    device.settle();
    expect(device.present).toEqual([]);
  });

  test('while another is applied stops what was to come after that (L-07, L-20)', () => {
    const device = deviceWith('broker store dashboard', FAIL);
    device.want('broker store@2 dashboard@2', 2n);
    device.check();
    device.giveUp('broker');
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installing dashboard=pending');
    device.step();
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installed dashboard=pending');
    expect(device.busy).toBe(false);
    expect(device.steps).toEqual(['upgrade store']);
  });

  test('does not count while it is being changed, or has to be: its turn decides (L-20)', () => {
    const device = deviceWith('broker store', FAIL);
    device.want('broker@2 store@2', 2n);
    device.check();
    for (const name of ['broker', 'store']) expect(() => device.giveUp(name)).toThrow(refused);
    device.step();
    device.giveUp('broker');
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installing');
  });

  test('counts once, and only if it is listed (L-20)', () => {
    const device = deviceWith('broker store', FAIL);
    for (const name of ['probe', '', '__proto__', 'constructor']) expect(() => device.giveUp(name)).toThrow(refused);
    device.want('broker', 2n);
    device.check();
    // What is about to be dropped is not missed.
    expect(() => device.giveUp('store')).toThrow(refused);
    device.giveUp('broker');
    expect(() => device.giveUp('broker')).toThrow(refused);
  });
});
