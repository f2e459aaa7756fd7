import { describe, expect, it } from 'vitest';
import { parseDryRunScript } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';
import { summary } from './support/fake-fleet.js';

const text = (content: Uint8Array | undefined): string => new TextDecoder().decode(content);

describe('a device that does what it is told', () => {
  it('installs in listed order, updates, reconfigures only what a parameter reaches and removes in reverse (L-03, L-04, L-09, L-22)', async () => {
    const { fleet, disk, steps, boot } = createBench();
    const { agent, store } = boot();

    await fleet.publish([deploymentText({ settings: { broker: 'a' } })]);
    await round(agent);
    await fleet.publish([
      deploymentText({
        settings: { broker: 'a' },
        components: [
          { name: 'broker', revision: '2.0.0' },
          { name: 'dashboard', revision: '2.0.0' },
        ],
      }),
    ]);
    await round(agent);
    await fleet.publish([
      deploymentText({
        settings: { broker: 'b' },
        components: [
          { name: 'broker', revision: '2.0.0' },
          { name: 'dashboard', revision: '2.0.0' },
        ],
      }),
    ]);
    await round(agent);
    expect(text(disk.files.get(`/workloads/${LINE}/broker/values.yaml`))).toBe('{\n  "SETTING": "b"\n}\n');
    await fleet.publish([]);
    await round(agent);

    expect(steps).toEqual([
      'install broker',
      'install dashboard',
      'upgrade broker',
      'upgrade dashboard',
      'reconfigure broker',
      'remove dashboard',
      'remove broker',
    ]);
    expect(fleet.reports.map(summary)).toEqual([
      'pending @1: broker pending, dashboard pending',
      'installing @1: broker installing, dashboard pending',
      'installing @1: broker installed, dashboard installing',
      'installed @1: broker installed, dashboard installed',
      'pending @2: broker pending, dashboard pending',
      'installing @2: broker installing, dashboard pending',
      'installing @2: broker installed, dashboard installing',
      'installed @2: broker installed, dashboard installed',
      'pending @3: broker pending, dashboard installed',
      'installing @3: broker installing, dashboard installed',
      'installed @3: broker installed, dashboard installed',
      'removing @4: broker removing, dashboard removing',
      'removing @4: broker removing, dashboard removed',
      'removed @4: broker removed, dashboard removed',
    ]);
    // M-34: acknowledged, so nothing is left, neither in memory nor on the disk.
    expect((await store.read()).deployments).toEqual({});
    expect([...disk.files.keys()].filter((path) => !/^\/device\/(state|journal)/.test(path))).toEqual([]);
  });

  it('reports the capabilities before anything else, and once (CAP-01)', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const { agent } = boot();
    await round(agent);
    await round(agent);
    expect(fleet.requests[0]).toBe('PUT /api/v1/capabilities/device-1');
    expect(fleet.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1);
  });

  it('asks for nothing while its capabilities are not taken (CAP-01)', async () => {
    const { fleet, events, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const { agent } = boot({ retry: { maxAttempts: 2 } });
    fleet.intercept = ({ method }) => (method === 'PUT' ? new Response(null, { status: 500 }) : undefined);
    expect((await agent.pollOnce()).status).toBe('failed');
    expect(new Set(fleet.requests)).toEqual(new Set(['PUT /api/v1/capabilities/device-1']));
    expect(events.map(({ type }) => type)).toEqual(['connection.lost', 'capabilities.failed', 'poll.failed']);
    fleet.intercept = () => undefined;
    expect((await agent.pollOnce()).status).toBe('accepted');
  });

  it('leaves later components pending when one fails, and goes on with a corrected revision (L-07)', async () => {
    const { fleet, steps, events, boot } = createBench();
    const script = parseDryRunScript(
      '{"rules":[{"component":"dashboard","revision":"2.0.0","fail":{"code":"NO_IMAGE","message":"Not there."}}]}',
    );
    const { agent, store } = boot({ script });
    const components = (revision: string) =>
      deploymentText({ components: ['broker', 'dashboard', 'archive'].map((name) => ({ name, revision })) });
    await fleet.publish([components('1.0.0')]);
    await round(agent);
    const installed = (await store.read()).deployments[LINE]?.lifecycle.lastInstalled?.digest;
    await fleet.publish([components('2.0.0')]);
    await round(agent);

    const failed = fleet.reports.at(-1);
    expect(failed && summary(failed)).toBe('failed @2: broker installed, dashboard failed, archive pending');
    expect(failed?.status.error).toEqual({ code: 'NO_IMAGE', source: 'line-monitor', message: 'Not there.' });
    expect(failed?.components[1]?.error?.source).toBe('dashboard');
    expect(events.filter(({ type }) => type === 'step.failed')).toHaveLength(1);
    expect((await store.read()).deployments[LINE]?.lifecycle.lastInstalled?.digest).toBe(installed);

    await fleet.publish([components('3.0.0')]);
    await round(agent);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
    expect(steps.slice(3)).toEqual([
      'upgrade broker',
      'upgrade dashboard',
      'upgrade broker',
      'install dashboard',
      'upgrade archive',
    ]);
    expect((await store.read()).deployments[LINE]?.lifecycle.lastInstalled?.digest).not.toBe(installed);
  });

  it('lets a removal wait for the step that runs if the policy says so (L-13)', async () => {
    const { fleet, clock, steps, boot } = createBench();
    const { agent } = boot({
      policy: { cancelForRemoval: false },
      script: parseDryRunScript('{"rules":[{"component":"broker","times":1,"delayMs":5000}]}'),
    });
    await fleet.publish([deploymentText()]);
    await agent.pollOnce();
    await expect.poll(() => clock.pending()).toContain(5000);
    await fleet.publish([]);
    await agent.pollOnce();
    expect(steps).toEqual(['install broker']);
    clock.turn(5000);
    await agent.idle();
    expect(steps).toEqual(['install broker', 'remove broker']);
    expect(fleet.reports.at(-1)?.status.state).toBe('removed');
  });

  it('finishes the step that runs, then goes on with the newest revision and skips those between (L-12)', async () => {
    const { fleet, clock, steps, boot } = createBench();
    const { agent, store } = boot({
      script: parseDryRunScript('{"rules":[{"component":"broker","times":1,"delayMs":5000}]}'),
    });
    const revision = (number: string) =>
      deploymentText({ components: ['broker', 'dashboard'].map((name) => ({ name, revision: number })) });
    await fleet.publish([revision('1.0.0')]);
    await agent.pollOnce();
    await expect.poll(() => clock.pending()).toContain(5000);
    for (const newer of ['2.0.0', '3.0.0']) {
      await fleet.publish([revision(newer)]);
      await agent.pollOnce();
    }
    await expect.poll(async () => (await store.read()).deployments[LINE]?.lifecycle.waiting?.kind).toBe('revision');
    clock.turn(5000);
    await agent.idle();
    expect(steps).toEqual(['install broker', 'upgrade broker', 'install dashboard']);
    expect(fleet.reports.at(-1) && summary(fleet.reports.at(-1)!)).toBe(
      'installed @3: broker installed, dashboard installed',
    );
  });

  it('does not let one deployment wait for another', async () => {
    const { fleet, clock, boot } = createBench();
    const { agent } = boot({ script: parseDryRunScript('{"rules":[{"component":"slow","delayMs":5000}]}') });
    await fleet.publish([
      deploymentText({ components: [{ name: 'slow' }] }),
      deploymentText({ id: PUMP, components: [{ name: 'quick' }] }),
    ]);
    await agent.pollOnce();
    const quick = () => fleet.reports.filter(({ deploymentId }) => deploymentId === PUMP).at(-1)?.status.state;
    await expect.poll(quick).toBe('installed');
    expect(clock.pending()).toContain(5000);
    clock.turn(5000);
    await agent.idle();
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
  });

  it('sends the newer version with the next report when a manifest leaves a deployment as it was (L-25)', async () => {
    const { fleet, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([deploymentText()]);
    await round(agent);
    await fleet.publish([deploymentText()], 7n);
    await round(agent);
    expect(fleet.reports.at(-1)?.adoptedManifestVersion).toBe(1n);
    await fleet.publish([deploymentText({ settings: { broker: 'b' } })], 9n);
    await round(agent);
    await fleet.publish([deploymentText({ settings: { broker: 'b' } })], 12n);
    await round(agent);
    await agent.stop();
    const next = boot().agent;
    await round(next);
    expect(fleet.reports.at(-1)?.adoptedManifestVersion).toBe(12n);
  });

  it('keeps versions that no JavaScript number can hold (M-06)', async () => {
    const { fleet, boot } = createBench();
    const version = 2n ** 64n - 1n;
    await fleet.publish([deploymentText()], version);
    await round(boot().agent);
    const { agent, store } = boot();
    await round(agent);
    expect((await store.read()).manifest?.version).toBe(version);
    expect(fleet.reports.at(-1)?.adoptedManifestVersion).toBe(version);
    expect((await agent.pollOnce()).status).toBe('unchanged');
  });
});

describe('a device that cannot do what it is told', () => {
  const lastOf = async (document: string) => {
    const { fleet, steps, boot } = createBench();
    await fleet.publish([document]);
    await round(boot().agent);
    expect(steps).toEqual([]);
    const report = fleet.reports.at(-1);
    expect(report && summary(report)).toBe('failed @1: broker failed, dashboard pending');
    return report?.status.error?.code;
  };

  it('refuses a deployment type that no runtime supports (L-23)', async () => {
    expect(await lastOf(deploymentText({ type: 'custom' }))).toBe('UNSUPPORTED_DEPLOYMENT_TYPE');
  });

  it('reports a deployment type that nobody knows yet, and refuses no manifest for it (L-23, M-11)', async () => {
    expect(await lastOf(deploymentText().replace('"helm"', '"wasm"'))).toBe('UNSUPPORTED_DEPLOYMENT_TYPE');
  });

  it('refuses what is meant for another device (M-28)', async () => {
    expect(await lastOf(deploymentText({ device: 'device-2' }))).toBe('WRONG_DEVICE');
  });

  it('refuses what it is not eligible for (L-27, DS-50)', async () => {
    const constraints = { capacityRequirements: { memory: '16Gi' } };
    expect(await lastOf(deploymentText({ constraints }))).toBe('DEVICE_NOT_ELIGIBLE');
  });

  it('does not report what an unexpected error says, which may be a secret', async () => {
    const { fleet, events, boot } = createBench();
    const { agent } = boot({
      policy: { maxAttempts: 1 },
      script: ({ kind }) => {
        if (kind !== 'prepare') throw new Error('password=hunter2');
        return undefined;
      },
    });
    await fleet.publish([deploymentText()]);
    await round(agent);
    expect(fleet.reports.at(-1)?.status.error?.code).toBe('UNEXPECTED');
    expect(JSON.stringify(fleet.reports.map(summary)) + fleet.reports.at(-1)?.status.error?.message).not.toContain(
      'hunter2',
    );
    const failed = events.find(({ type }) => type === 'step.failed');
    expect(failed?.type === 'step.failed' && failed.error.message).toBe('password=hunter2');
  });
});
