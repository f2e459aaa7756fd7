import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  allowedEvents,
  lifecyclePolicy,
  nextLifecycle,
  restoreSnapshot,
  startLifecycle,
  statusReport,
  type DeploymentSnapshot,
} from '@margo-sdk/state-machine';
import { describe, expect, test } from 'vitest';
import { createDevice, type Device } from './support/device.js';
import { PLACES } from './support/places.js';
import { DEPLOYMENT_ID, digestOf } from './support/revisions.js';

// One file for each version of the format that was ever released, made by the release that wrote it and never changed
// afterwards. That of the next version is made by running this file once with MARGO_WRITE_SNAPSHOTS=1.

const folder = new URL('./snapshots/', import.meta.url);
const { version: current } = startLifecycle({ deploymentId: DEPLOYMENT_ID });
if (process.env['MARGO_WRITE_SNAPSHOTS'] === '1') {
  const made = Object.entries(PLACES).map(([place, make]) => [place, make().snapshot] as const);
  const text = JSON.stringify(Object.fromEntries(made), undefined, 2);
  writeFileSync(new URL(`v${current}.json`, folder), `${text}\n`);
}

const read = (version: number) =>
  JSON.parse(readFileSync(new URL(`v${version}.json`, folder), 'utf8')) as Record<string, Record<string, unknown>>;
const versions = Array.from({ length: current }, (_, index) => index + 1);
const stored = versions.flatMap((version) =>
  Object.entries(read(version)).map(([place, json]) => ({ version, place, json })),
);

const POLICY = lifecyclePolicy({ rollback: 'last-installed' });
const deviceFrom = (version: number, place: string): Device =>
  createDevice({}, POLICY, { from: restoreSnapshot(read(version)[place]) });

test('there are stored snapshots of every version of the format, the current one included', () => {
  expect(readdirSync(folder).sort()).toEqual(versions.map((version) => `v${version}.json`));
  for (const { version, json } of stored) expect(json['version']).toBe(version);
});

test('those of the current version are of every place that a deployment can stand in', () => {
  expect(Object.keys(read(current))).toEqual(Object.keys(PLACES));
});

describe.each(stored)('version $version, $place', ({ version, json }) => {
  const restored = (): DeploymentSnapshot => restoreSnapshot(structuredClone(json));

  test('is taken, and is of the current version then', () => {
    expect(restored()).toMatchObject({ version: current, phase: json['phase'] });
    expect(restoreSnapshot(JSON.parse(JSON.stringify(restored())))).toEqual(restored());
    if (version === current) expect(restored()).toEqual(json);
  });

  test('says what was last reported, so that taking it up is no reason for a report (L-19)', () => {
    const report = statusReport(restored(), POLICY);
    expect(json['told']).toEqual(report ? { status: report.status, components: report.components } : null);
  });

  test('goes on to its end after a restart, then to a new revision, and then to its removal (L-12, L-17)', () => {
    const device = createDevice({}, POLICY, { from: restored() });
    device.crash();
    device.settle();
    expect(['unadopted', 'installed', 'failed', 'removed', 'removalFailed']).toContain(device.snapshot.phase);

    device.want('broker@9 probe', 1000n);
    device.settle();
    expect(device.told().at(-1)).toBe('installed: broker=installed probe=installed');
    expect(device.present.map(({ name }) => name).sort()).toEqual(['broker', 'probe']);

    device.withdraw(1001n);
    device.settle();
    expect(device.told().at(-1)).toBe('removed: broker=removed probe=removed');
    expect(device.present).toEqual([]);
  });

  test('goes on without a restart too: what it waits for is still taken', () => {
    const allowed = allowedEvents(restored(), POLICY);
    const running = restored().running.find(({ stage }) => stage !== 'pausing');
    expect(allowed.includes('step.succeeded')).toBe(running !== undefined);
    if (running) {
      const { snapshot } = nextLifecycle(restored(), { type: 'step.succeeded', step: running.step.number }, POLICY);
      expect(snapshot.running.map(({ step }) => step.number)).not.toContain(running.step.number);
    }
    if (allowed.includes('checked')) {
      const digest = restored().adopted?.digest ?? digestOf('');
      expect(nextLifecycle(restored(), { type: 'checked', digest }, POLICY).snapshot.phase).not.toBe('failed');
    }
  });
});

describe('a snapshot of version 1', () => {
  test('that is installed is updated from what is there, and can be brought back to that (L-09, L-16)', () => {
    const device = deviceFrom(1, 'installed');
    device.crash();
    expect(device.told()).toEqual(['installed: broker=installed store=installed']);
    device.want('broker@2 store', 5n);
    device.check();
    device.step('no image');
    device.settle();
    expect(device.steps).toEqual(['upgrade broker', 'install broker']);
    expect(device.told().at(-1)).toBe('failed: broker=failed store=installed');
    expect(device.present.map(({ fingerprint }) => fingerprint.artifact)).toEqual(['1', '1']);
  });

  test('in the middle of an installation goes on with the step that was cut off (L-17)', () => {
    const device = deviceFrom(1, 'applying, the second step runs');
    device.crash('half');
    expect(device.running).toMatchObject({ kind: 'install', component: 'store', attempt: 1 });
    device.settle();
    expect(device.steps).toEqual(['install store']);
    expect(device.told().at(-1)).toBe('installed: broker=installed store=installed');
  });

  test('with a wish that waits takes that up (L-12, L-17)', () => {
    const removal = deviceFrom(1, 'applying, the withdrawal waits');
    removal.crash();
    expect(removal.told().at(-1)).toMatch(/^removing/);
    const update = deviceFrom(1, 'checking, a revision waits');
    update.crash();
    expect(update.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
  });

  test('that failed stays failed until something is asked (L-15)', () => {
    for (const place of ['failed, refused', 'failed, an upgrade', 'failed, a leftover']) {
      const device = deviceFrom(1, place);
      device.crash();
      expect(device.busy).toBe(false);
      expect(device.told().at(-1)).toMatch(/^failed/);
      device.retry();
      device.settle();
      expect(device.told().at(-1)).toMatch(/^installed/);
    }
  });

  test('has no time limit that is past: time runs from the restart (L-06)', () => {
    const device = deviceFrom(1, 'applying, the first step runs');
    expect(device.timers).toHaveLength(1);
    device.crash();
    expect(device.timers).toMatchObject([{ minMs: 600_000 }]);
  });
});

describe('a snapshot of version 2', () => {
  test('goes on counting attempts that a restart has cut off (L-15, L-17)', () => {
    const device = deviceFrom(2, 'applying, cut off');
    device.crash();
    expect(device.running).toMatchObject({ component: 'broker', attempt: 2 });
  });

  test('in a rollback goes on with it, and stays failed (L-16, L-17)', () => {
    const device = deviceFrom(2, 'rollingBack');
    device.crash();
    device.settle();
    expect(device.snapshot.phase).toBe('failed');
    expect(device.present.map(({ fingerprint }) => fingerprint.artifact)).toEqual(['1', '1']);
  });

  test('that was out of time is failed after the restart (L-06, L-17)', () => {
    const device = deviceFrom(2, 'applying, out of time');
    device.crash();
    expect(device.told()).toEqual(['failed: broker=failed store=pending']);
    expect(device.busy).toBe(false);
  });
});
