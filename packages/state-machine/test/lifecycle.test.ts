import { MargoError } from '@margo-sdk/spec-model';
import {
  allowedEvents,
  desiredDigest,
  nextLifecycle,
  startLifecycle,
  TransitionError,
  type LifecycleEvent,
} from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, deviceWith, type Device } from './support/device.js';
import { DEPLOYMENT_ID, digestOf, revision } from './support/revisions.js';

const deviceAfter = (prepare: (device: Device) => void): Device => {
  const device = createDevice();
  prepare(device);
  return device;
};

const DEVICES: Record<string, () => Device> = {
  unadopted: () => createDevice(),
  checking: () => deviceAfter((device) => device.want('broker', 1n)),
  applying: () =>
    deviceAfter((device) => {
      device.want('broker', 1n);
      device.check();
    }),
  installed: () => deviceWith('broker'),
  failed: () =>
    deviceAfter((device) => {
      device.want('broker', 1n);
      device.check('no');
    }),
  removing: () =>
    deviceAfter((device) => {
      device.want('broker', 1n);
      device.settle();
      device.withdraw(2n);
    }),
  removed: () =>
    deviceAfter((device) => {
      device.want('broker', 1n);
      device.settle();
      device.withdraw(2n);
      device.settle();
    }),
  removalFailed: () =>
    deviceAfter((device) => {
      device.want('broker', 1n);
      device.settle();
      device.withdraw(2n);
      device.step('no');
    }),
};

const ALLOWED: Record<string, string> = {
  unadopted: 'adopt resumed withdraw',
  checking: 'adopt advance checked refused resumed withdraw',
  applying: 'adopt advance resumed step.failed step.succeeded withdraw',
  installed: 'adopt advance resumed withdraw',
  failed: 'adopt advance resumed withdraw',
  removing: 'adopt resumed step.failed step.succeeded',
  removed: 'adopt resumed',
  removalFailed: 'adopt resumed withdraw',
};

const error = { code: 'E', message: 'm' };
const eventsFor = ({ snapshot }: Device): LifecycleEvent[] => [
  { type: 'adopt', revision: revision('store', 5n) },
  { type: 'advance', manifestVersion: 5n },
  { type: 'withdraw', manifestVersion: 5n },
  { type: 'checked', digest: digestOf('broker') },
  { type: 'refused', digest: digestOf('broker'), error },
  { type: 'step.succeeded', step: snapshot.running?.number ?? 1 },
  { type: 'step.failed', step: snapshot.running?.number ?? 1, error },
  { type: 'resumed', workloads: [] },
];

describe.each(Object.entries(DEVICES))('%s', (phase, make) => {
  test('allows these events and refuses all others, leaving the snapshot as it was', () => {
    const device = make();
    const { snapshot } = device;
    const before = JSON.stringify(snapshot);
    expect(snapshot.phase).toBe(phase);
    expect([...allowedEvents(snapshot)].sort().join(' ')).toBe(ALLOWED[phase]);
    for (const event of eventsFor(device)) {
      const take = () => nextLifecycle(snapshot, event);
      if (allowedEvents(snapshot).includes(event.type)) expect(take).not.toThrow();
      else expect(take).toThrow(TransitionError);
    }
    expect(JSON.stringify(snapshot)).toBe(before);
  });

  test('gives the same outcome for the same event', () => {
    const device = make();
    for (const event of eventsFor(device).filter(({ type }) => allowedEvents(device.snapshot).includes(type))) {
      expect(nextLifecycle(device.snapshot, event)).toEqual(nextLifecycle(device.snapshot, event));
    }
  });
});

test('a refused event says where it stood, what came, and what would have been taken', () => {
  const { snapshot } = DEVICES['applying']!();
  try {
    nextLifecycle(snapshot, { type: 'step.succeeded', step: 7 });
    expect.unreachable();
  } catch (refusal) {
    expect(MargoError.isInstance(refusal)).toBe(true);
    expect(refusal).toMatchObject({
      code: 'ERR_TRANSITION_REFUSED',
      state: 'applying',
      event: { type: 'step.succeeded', step: 7 },
      message: expect.stringMatching(/in phase applying \(step 1 running\); got step\.succeeded \(step 7\)/) as string,
    });
    expect((refusal as TransitionError).allowed).toContain('step.succeeded');
  }
});

test('an answer for another revision than the one being checked is refused', () => {
  const { snapshot } = DEVICES['checking']!();
  for (const type of ['checked', 'refused'] as const) {
    expect(() => nextLifecycle(snapshot, { type, digest: digestOf('store'), error })).toThrow(TransitionError);
  }
});

test('a 64-bit version survives the snapshot', () => {
  const device = createDevice();
  device.want('broker', 2n ** 64n - 1n);
  device.settle();
  expect(device.reports.at(-1)?.adoptedManifestVersion).toBe(18_446_744_073_709_551_615n);
});

test('desiredDigest tells what was last asked for, adopted or waiting', () => {
  expect(desiredDigest(startLifecycle({ deploymentId: DEPLOYMENT_ID }))).toBeUndefined();
  const device = createDevice();
  device.want('broker', 1n);
  expect(desiredDigest(device.snapshot)).toBe(digestOf('broker'));
  device.want('store', 2n);
  expect(desiredDigest(device.snapshot)).toBe(digestOf('store'));
  device.withdraw(3n);
  expect(desiredDigest(device.snapshot)).toBeNull();
  device.settle();
  expect(desiredDigest(device.snapshot)).toBeNull();
  expect(desiredDigest(DEVICES['removing']!().snapshot)).toBeNull();
  expect(desiredDigest(DEVICES['removalFailed']!().snapshot)).toBeNull();
});
