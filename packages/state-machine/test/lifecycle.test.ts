import { MargoError } from '@margo-sdk/spec-model';
import {
  allowedEvents,
  desiredDigest,
  nextLifecycle,
  PHASES,
  STAGES,
  startLifecycle,
  TransitionError,
  type LifecycleEvent,
} from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, type Device } from './support/device.js';
import { PLACES } from './support/places.js';
import { DEPLOYMENT_ID, digestOf, revision } from './support/revisions.js';

const ANSWERS = 'step.failed step.succeeded';
const INSTALL = `step.applied ${ANSWERS}`;

/** Without `adopt` and `resumed`, which may come at any time. */
const ALLOWED: Readonly<Record<keyof typeof PLACES, string>> = {
  unadopted: 'withdraw',
  checking: 'advance checked refused withdraw',
  'checking, a revision waits': 'advance checked refused withdraw',
  'checking, the withdrawal waits': 'checked refused',
  preparing: `advance ${ANSWERS} timer withdraw`,
  'preparing, pausing': 'advance timer withdraw',
  'preparing, out of time': `advance step.cancelled ${ANSWERS} withdraw`,
  'preparing, a revision waits': `advance step.cancelled ${ANSWERS} withdraw`,
  'preparing, the withdrawal waits': `step.cancelled ${ANSWERS}`,
  applying: `advance ${INSTALL} timer withdraw`,
  'applying, settling': `advance ${ANSWERS} timer withdraw`,
  'applying, settling beside another': `advance ${INSTALL} timer withdraw`,
  'applying, failed beside another': `advance ${INSTALL} timer withdraw`,
  'applying, pausing': 'advance timer withdraw',
  'applying, out of time': `advance step.applied step.cancelled ${ANSWERS} withdraw`,
  'applying, a revision waits': `advance ${INSTALL} timer withdraw`,
  'applying, the withdrawal waits': `step.applied step.cancelled ${ANSWERS}`,
  'applying, cut off': `advance ${INSTALL} timer withdraw`,
  'applying, a leftover pauses beside another': `advance ${ANSWERS} timer withdraw`,
  'applying, a leftover is tried again beside another': `advance ${ANSWERS} timer withdraw`,
  installed: 'advance withdraw',
  'failed, refused': 'advance retry withdraw',
  'failed, not prepared': 'advance retry withdraw',
  'failed, an upgrade': 'advance retry withdraw',
  'failed, a leftover': 'advance retry withdraw',
  'failed, rolled back': 'advance retry withdraw',
  'failed, the rollback as well': 'advance retry withdraw',
  rollingBack: `advance ${INSTALL} timer withdraw`,
  'rollingBack, pausing': 'advance timer withdraw',
  'rollingBack, out of time': `advance step.applied step.cancelled ${ANSWERS} withdraw`,
  'rollingBack, a revision waits': `advance ${INSTALL} timer withdraw`,
  'rollingBack, the withdrawal waits': `step.applied step.cancelled ${ANSWERS}`,
  removing: `${ANSWERS} timer`,
  'removing, pausing beside another': `${ANSWERS} timer`,
  'removing, pausing': 'timer',
  'removing, out of time': `step.cancelled ${ANSWERS}`,
  'removing, one has failed': `${ANSWERS} timer`,
  'removing, a revision waits': `advance ${ANSWERS} timer withdraw`,
  removed: '',
  removalFailed: 'retry',
};

const error = { code: 'E', message: 'm' };
/** Every event that there is, for each thing that it can be about. */
const eventsFor = ({ snapshot, timers }: Device): LifecycleEvent[] => {
  const digest = snapshot.adopted?.digest ?? digestOf('broker');
  const numbers = [...snapshot.running.map(({ step }) => step.number), snapshot.stepCount + 1];
  return [
    { type: 'adopt', revision: revision('store', 5n) },
    { type: 'advance', manifestVersion: 5n },
    { type: 'withdraw', manifestVersion: 5n },
    { type: 'checked', digest },
    { type: 'refused', digest, error },
    ...numbers.flatMap((step): LifecycleEvent[] => [
      { type: 'step.applied', step },
      { type: 'step.succeeded', step },
      { type: 'step.failed', step, error },
      { type: 'step.failed', step, error, retryable: true },
      { type: 'step.cancelled', step },
    ]),
    ...[...timers, { timer: 'timeout 99' }].map(({ timer }): LifecycleEvent => ({ type: 'timer', timer })),
    { type: 'retry' },
    { type: 'component.gaveUp', component: 'broker', error },
    { type: 'resumed', workloads: [] },
  ];
};

const isTaken = ({ snapshot, policy }: Device, event: LifecycleEvent): boolean => {
  try {
    nextLifecycle(snapshot, event, policy);
    return true;
  } catch (refusal) {
    expect(refusal).toBeInstanceOf(TransitionError);
    return false;
  }
};

describe.each(Object.entries(PLACES))('%s', (place, make) => {
  test('allows these events and refuses all others, leaving the snapshot as it was', () => {
    const device = make();
    const before = JSON.stringify(device.snapshot);
    expect(device.snapshot.phase).toBe(place.replace(/,.*/, ''));
    const allowed = ALLOWED[place as keyof typeof PLACES].split(' ').filter(Boolean);
    expect([...device.allowed()].sort()).toEqual(['adopt', 'resumed', ...allowed].sort());
    const taken = new Set(
      eventsFor(device)
        .filter((event) => isTaken(device, event))
        .map(({ type }) => type),
    );
    expect([...taken].sort()).toEqual([...device.allowed()].sort());
    expect(JSON.stringify(device.snapshot)).toBe(before);
  });

  test('gives the same outcome for the same event', () => {
    const device = make();
    const { snapshot, policy } = device;
    for (const event of eventsFor(device).filter((one) => isTaken(device, one)))
      expect(nextLifecycle(snapshot, event, policy)).toEqual(nextLifecycle(snapshot, event, policy));
  });
});

test('the places above are in every phase, and show a step in every stage', () => {
  const snapshots = Object.values(PLACES).map((make) => make().snapshot);
  expect(new Set(snapshots.map(({ phase }) => phase))).toEqual(new Set(PHASES));
  const stages = new Set(snapshots.flatMap(({ running }) => running.map(({ stage }) => stage)));
  expect(stages).toEqual(new Set(STAGES));
});

describe('a refused event', () => {
  const refusalOf = ({ snapshot }: Device, event: LifecycleEvent): unknown => {
    try {
      nextLifecycle(snapshot, event);
    } catch (refusal) {
      return refusal;
    }
    return expect.unreachable();
  };

  test('says where it stood, what came, and what would have been taken', () => {
    const refusal = refusalOf(PLACES['applying, settling beside another'](), { type: 'step.succeeded', step: 7 });
    expect(MargoError.isInstance(refusal)).toBe(true);
    expect(refusal).toMatchObject({
      code: 'ERR_TRANSITION_REFUSED',
      state: 'applying',
      event: { type: 'step.succeeded', step: 7 },
      message: expect.stringMatching(
        /^Expected one of .* in phase applying, step 3 settling, step 4 working; got step\.succeeded \(step 7\)\.$/,
      ) as string,
    });
    expect((refusal as TransitionError).allowed).toContain('step.succeeded');
  });

  test.each<[LifecycleEvent, string]>([
    [{ type: 'timer', timer: 'timeout 9' }, 'timer (timeout 9)'],
    [{ type: 'component.gaveUp', component: 'broker', error }, 'component.gaveUp (broker)'],
    [{ type: 'step.cancelled', step: 3 }, 'step.cancelled (step 3)'],
    [{ type: 'checked', digest: digestOf('x') }, `checked (${digestOf('x')})`],
    [{ type: 'retry' }, 'retry'],
  ])('is described by what it was about: %s', (event, described) => {
    expect(refusalOf(PLACES.applying(), event)).toMatchObject({
      message: expect.stringContaining(`; got ${described}.`) as string,
    });
  });

  test.each<[LifecycleEvent, RegExp]>([
    [{ type: 'withdraw', manifestVersion: 9n }, /desiredDigest/],
    [{ type: 'retry' }, /in phase failed or removalFailed/],
    [{ type: 'timer', timer: 'timeout 9' }, /timersOf/],
    [{ type: 'component.gaveUp', component: 'broker', error }, /if the policy says so/],
    [{ type: 'step.succeeded', step: 3 }, /^Answer each check and each step once/],
  ])('comes with a hint for what was sent: %s', (event, hint) => {
    expect(refusalOf(PLACES.removed(), event)).toMatchObject({ hint: expect.stringMatching(hint) as string });
  });

  test('is never said to have been expected', () => {
    for (const make of Object.values(PLACES)) {
      const device = make();
      for (const event of eventsFor(device).filter((one) => !isTaken(device, one))) {
        const { allowed } = refusalOf(device, event) as TransitionError;
        // Only one that names something else may be of an expected type.
        if (!/^(step\.|timer)/.test(event.type)) expect(allowed).not.toContain(event.type);
      }
    }
  });
});

test('an answer for another revision than the one being checked is refused', () => {
  const { snapshot } = PLACES.checking();
  for (const type of ['checked', 'refused'] as const) {
    expect(() => nextLifecycle(snapshot, { type, digest: digestOf('store'), error })).toThrow(TransitionError);
  }
});

test('an answer to an attempt that is past is refused (L-15)', () => {
  const device = PLACES['applying, pausing']();
  const [first] = device.snapshot.running;
  device.fire('retry');
  const past = { type: 'step.succeeded', step: first?.step.number ?? 0 } as const;
  expect(() => device.send(past)).toThrow(expect.objectContaining({ code: 'ERR_TRANSITION_REFUSED' }));
  device.settle();
  expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
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
  for (const place of ['removing', 'removed', 'removalFailed', 'applying, the withdrawal waits'] as const)
    expect(desiredDigest(PLACES[place]().snapshot)).toBeNull();
  expect(desiredDigest(PLACES['removing, a revision waits']().snapshot)).toBe(digestOf('broker@3 store'));
  // While an earlier revision is brought back, the failed one is still what is wanted (L-16).
  expect(desiredDigest(PLACES.rollingBack().snapshot)).toBe(digestOf('broker@2 store@2'));
});

test('allowedEvents asks the policy too (L-20)', () => {
  const { snapshot } = PLACES.installed();
  expect(allowedEvents(snapshot)).not.toContain('component.gaveUp');
  expect(allowedEvents(snapshot, { ...PLACES.installed().policy, gaveUp: 'fail' })).toContain('component.gaveUp');
});
