import {
  nextLifecycle,
  restoreSnapshot,
  startLifecycle,
  statusReport,
  TransitionError,
  type DeploymentSnapshot,
  type LifecycleEvent,
  type PlannedStep,
  type StepKind,
} from '@margo-sdk/state-machine';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDevice, deviceApplying, deviceWith } from './support/device.js';
import { PLACES } from './support/places.js';
import { components, DEPLOYMENT_ID, digestOf, revision } from './support/revisions.js';

const applying = (): DeploymentSnapshot => deviceApplying('broker store').snapshot;
const atRest = (): DeploymentSnapshot => deviceWith('broker').snapshot;
const [running] = applying().running;
const { adopted } = applying();
/** The same with steps of another kind in progress. */
const withKind = (snapshot: DeploymentSnapshot, kind: StepKind) => ({
  ...snapshot,
  running: snapshot.running.map((one) => ({ ...one, step: { ...one.step, kind } })),
});
const preparation: PlannedStep = { kind: 'prepare', component: 'broker', placement: 'edge-a' };
const invalid = expect.objectContaining({ code: 'ERR_SNAPSHOT_INVALID' }) as Error;

describe('restoreSnapshot', () => {
  test('gives back what was stored, and the lifecycle goes on', () => {
    const snapshot = applying();
    const restored = restoreSnapshot(JSON.parse(JSON.stringify(snapshot)));
    expect(restored).toEqual(snapshot);
    const { snapshot: next } = nextLifecycle(restored, { type: 'step.succeeded', step: running?.step.number ?? 0 });
    expect(next.running).toMatchObject([{ step: { component: 'store' }, stage: 'working' }]);
  });

  test('does not report again only because a store sorted the members', () => {
    const sorted = JSON.parse(JSON.stringify(applying()), (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
        : value,
    ) as unknown;
    const { effects } = nextLifecycle(restoreSnapshot(sorted), { type: 'advance', manifestVersion: 2n });
    expect(effects).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['no object', null],
    ['a list', []],
    ['an unknown version', { ...applying(), version: 3 }],
    ['a version that is no number', { ...applying(), version: '2' }],
    ['no version', { ...applying(), version: undefined }],
    ['an unknown phase', { ...applying(), phase: 'superseded' }],
    ['a phase of everything that an object has', { ...applying(), phase: 'constructor' }],
    ['a missing member', { ...applying(), workloads: undefined }],
    ['no list of what failed', { ...applying(), failures: {} }],
    ['a manifest version that is no integer', { ...applying(), adopted: { ...adopted, manifestVersion: '1.5' } }],
    [
      'a manifest version of more than 64 bits',
      { ...applying(), adopted: { ...adopted, manifestVersion: '9'.repeat(20) } },
    ],
    ['a digest of another kind', { ...applying(), adopted: { ...adopted, digest: 'md5:0' } }],
    ['a deployment id that is none', { ...applying(), deploymentId: '../broker' }],
    ['a step of an unknown kind', { ...applying(), ahead: [{ kind: 'restart', component: 'a', placement: 'p' }] }],
    ['a workload that may be doubtful', { ...applying(), workloads: [{ ...components('a')[0], doubtful: false }] }],
    ['a workload without a fingerprint', { ...applying(), workloads: [{ name: 'a', fingerprint: {} }] }],
    ['a wish of an unknown kind', { ...applying(), waiting: { kind: 'pause' } }],
    ['a step in an unknown stage', { ...applying(), running: [{ ...running, stage: 'done' }] }],
    [
      'an attempt that is no number',
      { ...applying(), cutOff: [{ component: 'a', placement: 'p', isRemoval: true, attempt: '1' }] },
    ],
    ['a report of an unknown state', { ...applying(), told: { status: { state: 'updating' }, components: [] } }],
  ])('refuses %s', (_, json) => {
    expect(() => restoreSnapshot(json)).toThrow(invalid);
  });

  const withoutSteps = { ...applying(), running: [] };
  const [first] = adopted?.components ?? [];
  test.each<[string, string, unknown]>([
    ['applying without a step', 'phase applying without a step in progress', withoutSteps],
    ['a step at rest', 'phase installed with a step in progress', { ...applying(), phase: 'installed' }],
    ['a step during the check', 'phase checking with a step in progress', { ...applying(), phase: 'checking' }],
    [
      'a wish that waits at rest',
      'a wish that waits in phase failed',
      { ...withoutSteps, phase: 'failed', waiting: { kind: 'withdrawal', manifestVersion: '2' } },
    ],
    ['installed without a revision', 'phase installed without an adopted revision', { ...atRest(), adopted: null }],
    ['unadopted with a revision', 'an adopted revision in phase unadopted', { ...withoutSteps, phase: 'unadopted' }],
    [
      'a rollback without a revision',
      'a rollback to nothing',
      { ...PLACES.rollingBack().snapshot, lastInstalled: null },
    ],
    ['a rollback that was not begun', 'a rollback to nothing', { ...PLACES.rollingBack().snapshot, rollback: null }],
    [
      'a rollback of what is being installed',
      'a rollback in phase applying',
      { ...applying(), rollback: { failure: null } },
    ],
    ['a preparation after the first step', 'a step of another kind in phase applying', withKind(applying(), 'prepare')],
    [
      'a step before the last preparation',
      'a step of another kind in phase preparing',
      withKind(PLACES.preparing().snapshot, 'upgrade'),
    ],
    [
      'an installation during the removal',
      'a step of another kind in phase removing',
      withKind(PLACES.removing().snapshot, 'install'),
    ],
    [
      'a preparation that would come after a step',
      'a step of another kind in phase preparing',
      { ...PLACES.preparing().snapshot, ahead: PLACES.preparing().snapshot.ahead.flatMap((one) => [one, preparation]) },
    ],
    [
      'an installation after a removal',
      'a step of another kind in phase removing',
      { ...PLACES.removing().snapshot, ahead: [{ ...preparation, kind: 'install' }] },
    ],
    ['a carrier of another revision', 'a carrier that is not listed', { ...applying(), carrier: 'nobody' }],
    ['nobody to speak for the whole', 'an adopted revision without a carrier', { ...applying(), carrier: null }],
    ['two steps of one number', 'two steps of one number', { ...applying(), running: [running, running] }],
    ['a step from the future', 'a step in progress that was never started', { ...applying(), stepCount: 0 }],
    [
      'a step older than its first attempt',
      'a step in progress that was never started',
      { ...applying(), running: [{ ...running, since: 99 }] },
    ],
    [
      'an attempt before the first',
      'a step in progress that was never started',
      { ...applying(), running: [{ ...running, step: { ...running?.step, attempt: 0 } }] },
    ],
  ])('refuses %s: no events lead there', (_, contradiction, json) => {
    expect(() => restoreSnapshot(json)).toThrow(`Expected a snapshot made by this lifecycle, got ${contradiction}.`);
    expect(() => restoreSnapshot(json)).toThrow(invalid);
  });

  test.each<[string, unknown]>([
    ['no components', { ...adopted, components: [] }],
    ['two components of one name', { ...adopted, components: [first, first] }],
    ['a timeout of nothing', { ...adopted, components: [{ ...first, timeoutMs: 0 }] }],
  ])('refuses a revision with %s, wherever it stands: no report could list it (ST-04)', (_, broken) => {
    expect(() => restoreSnapshot({ ...applying(), adopted: broken })).toThrow('at snapshot.adopted');
    expect(() => restoreSnapshot({ ...applying(), lastInstalled: broken })).toThrow('at snapshot.lastInstalled');
    const waiting = { kind: 'revision', revision: broken };
    expect(() => restoreSnapshot({ ...applying(), waiting })).toThrow('at snapshot.waiting.revision');
    expect(() => restoreSnapshot({ ...applying(), waiting })).toThrow(invalid);
  });

  test('says where it does not fit', () => {
    const broken = { ...applying(), begun: [{ kind: 'install', component: 7, placement: 'p' }] };
    expect(() => restoreSnapshot(broken)).toThrow('Expected a string at snapshot.begun[0].component, got number.');
  });

  test('leaves unknown members behind', () => {
    const { snapshot } = deviceApplying('broker');
    const json = JSON.stringify({ ...snapshot, note: 1 }).replace(
      '"note":1',
      '"note":1,"__proto__":{"phase":"failed"}',
    );
    const restored = restoreSnapshot(JSON.parse(json));
    expect(restored).toEqual(snapshot);
    expect(Object.getPrototypeOf(restored)).toBe(Object.prototype);
  });

  test('names that every object has are names like any other', () => {
    const device = createDevice();
    const named = (name: string) => ({ name, fingerprint: { placement: 'p', artifact: 'a', configuration: 'c' } });
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    device.send({
      type: 'adopt',
      revision: { ...revision('x', 1n), components: names.map(named) },
    });
    device.settle();
    expect(device.reports.at(-1)?.components).toEqual(names.map((name) => ({ name, state: 'installed' })));
    device.withdraw(2n);
    device.settle();
    expect(device.reports.at(-1)?.components).toEqual(names.map((name) => ({ name, state: 'removed' })));
  });

  test('takes a snapshot of very many components', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      name: `c${index}`,
      fingerprint: { placement: 'p', artifact: 'a', configuration: 'c' },
    }));
    const { snapshot } = nextLifecycle(startLifecycle({ deploymentId: DEPLOYMENT_ID }), {
      type: 'adopt',
      revision: { ...revision('x', 1n), components: many },
    });
    const restored = restoreSnapshot(JSON.parse(JSON.stringify(snapshot)));
    expect(restored).toEqual(snapshot);
    const found = nextLifecycle(restored, { type: 'resumed', workloads: many.toReversed() });
    expect(statusReport(found.snapshot)?.status.state).toBe('pending');
    expect(found.snapshot.ahead).toEqual([]);
  });

  test('refuses anything else that is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(() => restoreSnapshot(json)).toThrow(invalid);
      }),
    );
  });
});

describe('a snapshot that was tampered with', { timeout: 60_000 }, () => {
  const originals = Object.values(PLACES).map((make) => make().snapshot);
  const members = Object.keys(originals[0] ?? {}) as (keyof DeploymentSnapshot)[];
  const error = { code: 'E', message: 'm' };

  // Every member may be that of another snapshot, so that each fits and they do not fit together.
  const tampered = fc
    .tuple(
      fc.constantFrom(...originals),
      fc.array(fc.tuple(fc.constantFrom(...members), fc.constantFrom(...originals))),
    )
    .map(([snapshot, changes]) =>
      changes.reduce<DeploymentSnapshot>((one, [member, other]) => ({ ...one, [member]: other[member] }), snapshot),
    );
  const event = fc.oneof(
    fc
      .nat({ max: 12 })
      .chain((step) =>
        fc.constantFrom<LifecycleEvent>(
          { type: 'step.applied', step },
          { type: 'step.succeeded', step },
          { type: 'step.failed', step, error, retryable: true },
          { type: 'step.failed', step, error },
          { type: 'step.cancelled', step },
          { type: 'timer', timer: `retry ${step}` },
          { type: 'timer', timer: `timeout ${step}` },
        ),
      ),
    fc.constantFrom<LifecycleEvent>(
      { type: 'adopt', revision: revision('broker@4 probe', 9n) },
      { type: 'withdraw', manifestVersion: 9n },
      { type: 'advance', manifestVersion: 9n },
      { type: 'retry' },
      { type: 'checked', digest: digestOf('broker@4 probe') },
      { type: 'resumed', workloads: components('broker store') },
      { type: 'resumed', workloads: [] },
    ),
  );

  test('is refused, or goes on by the rules: nothing but a refusal is thrown, and every report is legal', () => {
    let restored = 0;
    fc.assert(
      fc.property(tampered, fc.array(event, { maxLength: 12 }), (json, events) => {
        let snapshot: DeploymentSnapshot;
        try {
          snapshot = restoreSnapshot(JSON.parse(JSON.stringify(json)));
        } catch (refusal) {
          expect(refusal).toMatchObject({ code: 'ERR_SNAPSHOT_INVALID' });
          return;
        }
        restored += 1;
        for (const one of events) {
          try {
            ({ snapshot } = nextLifecycle(snapshot, one));
          } catch (refusal) {
            if (!(refusal instanceof TransitionError)) throw refusal;
          }
          // What the lifecycle makes of it can be stored and taken back again.
          expect(restoreSnapshot(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
          const report = statusReport(snapshot);
          expect(report?.components.map(({ name }) => name)).toEqual(
            snapshot.adopted?.components.map(({ name }) => name),
          );
          for (const { state, error } of report?.components ?? []) expect(error !== undefined).toBe(state === 'failed');
        }
      }),
      { numRuns: 600, seed: 4 },
    );
    expect(restored).toBeGreaterThan(100);
  });
});
