import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';
import { summary } from './support/fake-fleet.js';

/** Everything on a device that was written by version 0.1.0 and stopped while it upgraded the second of two components. */
const OLD = JSON.parse(readFileSync(new URL('./fixtures/device-of-state-1.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>;

const boot = async () => {
  const bench = createBench();
  for (const [path, text] of Object.entries(OLD)) {
    await bench.disk.makeFolder(path.slice(0, path.lastIndexOf('/')));
    bench.disk.files.set(path, new TextEncoder().encode(text));
  }
  return { ...bench, ...bench.boot() };
};

describe('a device whose state was written in an older format', () => {
  it('remembers what it accepted, what it was at, and what it has to report (DS-20, L-17)', async () => {
    expect(OLD['/device/state']).toMatch(/^margo-device-state 1 /);
    const { store } = await boot();
    const { manifest, deployments, outbox } = await store.read();
    expect(manifest?.version).toBe(2n);
    expect(outbox.length).toBeGreaterThan(0);
    expect(Object.keys(deployments)).toEqual([LINE, PUMP]);
    expect(Object.keys(deployments[PUMP] ?? {})).toEqual(['accepted', 'lifecycle', 'gone']);
    expect(deployments[PUMP]?.lifecycle.lastInstalled).toEqual(deployments[PUMP]?.lifecycle.adopted);
    expect(deployments[LINE]?.lifecycle.running).toMatchObject([
      { stage: 'working', step: { kind: 'upgrade', component: 'dashboard' } },
    ]);
  });

  it('goes on with it, and writes it in the format of today', async () => {
    const { fleet, disk, steps, agent } = await boot();
    const pump = deploymentText({ id: PUMP, type: 'compose', components: [{ name: 'pump' }], settings: { pump: 'c' } });
    const components = ['broker', 'dashboard'].map((name) => ({ name, revision: '2.0.0' }));
    await fleet.publish([deploymentText({ components }), pump], 2n);
    await round(agent);
    expect(steps).toEqual(['upgrade dashboard']);
    const last = fleet.reports.filter(({ deploymentId }) => deploymentId === LINE).at(-1);
    expect(last && summary(last)).toBe('installed @2: broker installed, dashboard installed');
    expect(new TextDecoder().decode(disk.files.get('/device/state'))).toMatch(/^margo-device-state 3 /);
  });
});
