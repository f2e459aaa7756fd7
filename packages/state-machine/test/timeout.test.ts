import { nextLifecycle, TIMED_OUT, timersOf } from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, deviceApplying, deviceWith, type Device } from './support/device.js';
import { revision } from './support/revisions.js';

const timeouts = (device: Device) => device.timers.filter(({ timer }) => timer.startsWith('timeout'));
const errorOf = (device: Device, name: string) =>
  device.reports.at(-1)?.components.find((component) => component.name === name)?.error;

describe('the time for an installation', () => {
  test('is 10 minutes where none is given, or what the policy says (L-06)', () => {
    expect(timeouts(deviceApplying('broker'))).toMatchObject([{ minMs: 600_000, maxMs: 600_000 }]);
    const device = deviceApplying('broker', { installTimeoutMs: 5000 });
    expect(timeouts(device)).toMatchObject([{ minMs: 5000, maxMs: 5000 }]);
  });

  test('is what the component says, each its own (L-06)', () => {
    const device = createDevice();
    const { components, ...rest } = revision('broker store', 1n);
    const [broker, store] = components;
    if (!broker || !store) throw new Error('Two components are needed.');
    device.send({ type: 'adopt', revision: { ...rest, components: [{ ...broker, timeoutMs: 90_000 }, store] } });
    device.check();
    expect(timeouts(device)).toMatchObject([{ maxMs: 90_000 }]);
    device.step();
    expect(timeouts(device)).toMatchObject([{ maxMs: 600_000 }]);
  });

  test('is over: failed at once with a code of its own, and the step is called off (L-06)', () => {
    const device = deviceApplying('broker store');
    const [step] = device.snapshot.running;
    device.fire('timeout');
    expect(device.told().at(-1)).toBe('failed: broker=failed store=pending');
    expect(errorOf(device, 'broker')?.code).toBe(TIMED_OUT);
    expect(device.calledOff).toEqual([step?.step.number]);
    expect(device.timers).toEqual([]);
  });

  test('is over: nothing starts before the runtime has answered, and then nothing more (L-06, L-07)', () => {
    const device = deviceApplying('broker store');
    device.fire('timeout');
    expect(device.snapshot.phase).toBe('applying');
    const reports = device.reports.length;
    device.callOff();
    expect(device.snapshot.phase).toBe('failed');
    expect(device.steps).toEqual(['install broker']);
    expect(device.reports.length).toBe(reports);
  });

  test.each<[string, (device: Device) => void]>([
    ['called off', (device) => device.callOff()],
    ['failed', (device) => device.step('killed')],
    ['failed, but may be tried again', (device) => device.step('killed', { retryable: true })],
    ['done after all', (device) => device.step()],
    ['in place and then done', (device) => (device.apply(), device.step())],
  ])('is over, whatever the runtime answers; here: %s (L-06)', (_, answer) => {
    const device = deviceApplying('broker store');
    device.fire('timeout');
    answer(device);
    expect(device.busy).toBe(false);
    expect(device.told().at(-1)).toBe('failed: broker=failed store=pending');
    expect(errorOf(device, 'broker')?.code).toBe(TIMED_OUT);
  });

  test('is over, but it was done after all: another attempt has nothing to do (L-06, L-15)', () => {
    const device = deviceApplying('broker store');
    device.fire('timeout');
    device.step();
    device.retry();
    expect(device.told().at(-1)).toBe('pending: broker=installed store=pending');
    device.settle();
    expect(device.steps).toEqual(['install broker', 'install store']);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test('runs over all attempts, and between them (L-06, L-15)', () => {
    const device = deviceApplying('broker');
    const before = timeouts(device);
    device.step('pull failed', { retryable: true });
    expect(timeouts(device)).toEqual(before);
    device.fire('retry');
    expect(timeouts(device)).toEqual(before);
    device.step('pull failed', { retryable: true });
    expect(timeouts(device)).toEqual(before);
    device.fire('timeout');
    // Nobody is at it, so nobody has to be told to stop.
    expect(device.calledOff).toEqual([]);
    expect(device.busy).toBe(false);
    expect(device.told().at(-1)).toBe('failed: broker=failed');
    expect(errorOf(device, 'broker')?.code).toBe(TIMED_OUT);
  });

  test('is over for a component in place that does not get ready (L-05, L-06)', () => {
    const device = deviceApplying('broker~ store dashboard');
    device.apply('broker');
    device.fire('timeout', 'broker');
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installing dashboard=pending');
    expect(device.calledOff).toHaveLength(1);
    device.callOff('broker');
    device.step(undefined, { component: 'store' });
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installed dashboard=pending');
    expect(device.busy).toBe(false);
  });

  test('a timer that is not set any more is refused (L-06)', () => {
    const device = deviceApplying('broker store');
    const [timer] = timeouts(device);
    device.step();
    expect(() => nextLifecycle(device.snapshot, { type: 'timer', timer: timer?.timer ?? '' })).toThrow(
      expect.objectContaining({ code: 'ERR_TRANSITION_REFUSED' }),
    );
  });

  test('no two timers have one name, and none is used again (L-06)', () => {
    const device = deviceApplying('broker~ store dashboard');
    const seen = new Map<string, number>();
    const look = (): void => {
      const names = device.timers.map(({ timer }) => timer);
      expect(new Set(names).size).toBe(names.length);
      for (const { timer, maxMs } of device.timers) {
        expect(seen.get(timer) ?? maxMs).toBe(maxMs);
        seen.set(timer, maxMs);
      }
    };
    device.apply('broker');
    look();
    device.step('x', { component: 'broker', retryable: true });
    look();
    const past = device.timers.map(({ timer }) => timer).filter((timer) => timer.startsWith('retry'));
    device.fire('retry');
    look();
    expect(device.timers.map(({ timer }) => timer)).not.toContain(past[0]);
    device.settle();
    expect(device.timers).toEqual([]);
  });

  test('does not keep a newer revision from being taken up once the step has ended (L-06, L-12)', () => {
    const device = deviceApplying('broker store');
    device.want('broker@2 store', 2n);
    device.fire('timeout');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(1n);
    device.callOff();
    expect(device.told().at(-1)).toBe('pending: broker=pending store=pending');
    expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
  });

  test.each(['nothing', 'half', 'all'] as const)(
    'stays over after a restart, with %s of the step done (L-06, L-17, invariant 5)',
    (progress) => {
      const device = deviceApplying('broker store');
      device.fire('timeout');
      device.crash(progress);
      expect(device.busy).toBe(false);
      expect(device.told().at(-1)).toBe('failed: broker=failed store=pending');
      expect(errorOf(device, 'broker')?.code).toBe(TIMED_OUT);
      expect(device.steps).toEqual(['install broker']);
    },
  );

  test('begins anew after a restart: time in which nothing ran does not count (L-06, L-17)', () => {
    const device = deviceApplying('broker');
    const [before] = timeouts(device);
    device.crash('half');
    const [after] = timeouts(device);
    expect(after?.timer).not.toBe(before?.timer);
    expect(after?.maxMs).toBe(before?.maxMs);
  });
});

describe('the time for a removal or a preparation', () => {
  test('is one for each attempt, and then it is tried again (L-06, L-15)', () => {
    const device = deviceWith('broker', { removeTimeoutMs: 7000 });
    device.withdraw(2n);
    const [first] = timeouts(device);
    expect(first).toMatchObject({ minMs: 7000, maxMs: 7000 });
    device.fire('timeout');
    expect(device.told()).toEqual(['removing: broker=removing']);
    expect(device.calledOff).toHaveLength(1);
    device.callOff();
    expect(timeouts(device)).toEqual([]);
    device.fire('retry');
    expect(timeouts(device)).toMatchObject([{ maxMs: 7000 }]);
    expect(timeouts(device)[0]?.timer).not.toBe(first?.timer);
    device.step();
    expect(device.told()).toEqual(['removing: broker=removing', 'removed: broker=removed']);
  });

  test('does not bind a removal that is done after all (L-06)', () => {
    const device = deviceWith('broker');
    device.withdraw(2n);
    device.fire('timeout');
    device.step();
    expect(device.told().at(-1)).toBe('removed: broker=removed');
  });

  test('is over, and the runtime says that it cannot be removed: that is final (L-06, L-15)', () => {
    const device = deviceWith('broker');
    device.withdraw(2n);
    device.fire('timeout');
    device.step('volume in use');
    expect(device.told().at(-1)).toBe('failed: broker=failed');
  });

  test('a preparation that takes too long is tried again, and nothing is reported (L-06, L-08, L-15)', () => {
    const device = deviceWith('broker', { prepareTimeoutMs: 9000 }, true);
    device.want('broker@2', 2n);
    device.check();
    const reports = device.reports.length;
    expect(timeouts(device)).toMatchObject([{ minMs: 9000, maxMs: 9000 }]);
    device.fire('timeout');
    device.callOff();
    device.fire('retry');
    expect(device.running).toMatchObject({ kind: 'prepare', component: 'broker', attempt: 2 });
    expect(device.reports.length).toBe(reports);
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed');
  });
});

test('timersOf follows the policy that it is asked with (L-06)', () => {
  const { snapshot, policy } = deviceApplying('broker');
  const [timer] = timersOf(snapshot, { ...policy, installTimeoutMs: 1 });
  expect(timer).toMatchObject({ minMs: 1, maxMs: 1 });
});
