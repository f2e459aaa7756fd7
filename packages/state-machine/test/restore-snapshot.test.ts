import { nextLifecycle, restoreSnapshot, type DeploymentSnapshot } from '@margo-sdk/state-machine';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDevice } from './support/device.js';

const applying = (): DeploymentSnapshot => {
  const device = createDevice();
  device.want('broker store', 1n);
  device.check();
  return device.snapshot;
};

const invalid = expect.objectContaining({ code: 'ERR_SNAPSHOT_INVALID' }) as Error;

describe('restoreSnapshot', () => {
  test('gives back what was stored, and the lifecycle goes on', () => {
    const snapshot = applying();
    const restored = restoreSnapshot(JSON.parse(JSON.stringify(snapshot)));
    expect(restored).toEqual(snapshot);
    expect(nextLifecycle(restored, { type: 'step.succeeded', step: 1 }).snapshot.running?.component).toBe('store');
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

  test.each([
    ['no object', null],
    ['a list', []],
    ['an unknown version', { ...applying(), version: 2 }],
    ['an unknown phase', { ...applying(), phase: 'superseded' }],
    ['a missing member', { ...applying(), workloads: undefined }],
    ['a version that is no integer', { ...applying(), adopted: { ...applying().adopted, manifestVersion: '1.5' } }],
    ['a digest of another kind', { ...applying(), adopted: { ...applying().adopted, digest: 'md5:0' } }],
    ['a step of an unknown kind', { ...applying(), ahead: [{ kind: 'restart', component: 'a', placement: 'p' }] }],
    [
      'a workload that may be doubtful',
      { ...applying(), workloads: [{ name: 'a', fingerprint: {}, doubtful: false }] },
    ],
    ['applying without a step', { ...applying(), running: null }],
    ['a step at rest', { ...applying(), phase: 'installed' }],
    ['a step that is not the last', { ...applying(), stepCount: 9 }],
    ['an adopted revision in phase unadopted', { ...applying(), running: null, phase: 'unadopted' }],
    ['installed without a revision', { ...applying(), running: null, phase: 'installed', adopted: null }],
    ['a revision without components', { ...applying(), adopted: { ...applying().adopted, components: [] } }],
    [
      'a wish that waits at rest',
      { ...applying(), running: null, phase: 'failed', waiting: { kind: 'withdrawal', manifestVersion: '2' } },
    ],
  ])('refuses %s', (_, json) => {
    expect(() => restoreSnapshot(json)).toThrow(invalid);
  });

  test('says where it does not fit', () => {
    const broken = { ...applying(), begun: [{ kind: 'install', component: 7, placement: 'p' }] };
    expect(() => restoreSnapshot(broken)).toThrow('Expected a string at snapshot.begun[0].component, got number.');
  });

  test('refuses anything else that is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(() => restoreSnapshot(json)).toThrow(invalid);
      }),
    );
  });
});
