import { sha256Digest } from '@margo-sdk/protocol';
import { parseStateManifest } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { acceptManifest, createMemoryStore, StoreError, WorkloadError, type DeviceStore } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { CAPABILITIES, deploymentText, LINE } from './support/documents.js';
import { createHandRuntime } from './support/hand-runtime.js';
import { until } from './support/until.js';

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

describe('a message of a runtime', () => {
  it.each([
    ['that is cut in the middle of a character', 'x'.repeat(999) + '😀'],
    ['with half a character in it', `a \uD83D b`],
  ])('%s is reported as text that can be sent', async (_, message) => {
    const bench = createBench();
    const runtime = createHandRuntime();
    const { agent } = bench.boot({ runtimes: [runtime] });
    await bench.fleet.publish([deploymentText()]);
    await agent.pollOnce();
    (await runtime.call('install broker')).fail(new WorkloadError('BROKEN', message));
    await agent.idle();
    const reported = bench.fleet.reports.at(-1)?.status.error?.message ?? '';
    expect(isWellFormed(reported)).toBe(true);
    expect(reported.length).toBeGreaterThan(4);
    expect(reported.length).toBeLessThanOrEqual(1000);
  });
});

describe('a step that ends while something else cannot be remembered', () => {
  it('is reported all the same, and not only after the next poll', async () => {
    const bench = createBench();
    const runtime = createHandRuntime();
    const store = createMemoryStore();
    let isFull = false;
    const filling: DeviceStore = {
      ...store,
      commit: async (change, documents) => {
        // The manifest is accepted; that the deployment goes on in it is what finds no space.
        if (!isFull || documents !== undefined) return store.commit(change, documents);
        isFull = false;
        (await runtime.call('install broker')).done();
        await until(() => bench.events.some(({ type }) => type === 'step.succeeded'));
        throw new StoreError('ERR_STORE_FAILED', 'The disk is full.', { hint: 'Make room.' });
      },
    };
    const text = deploymentText({ components: [{ name: 'broker' }] });
    const { agent } = bench.boot({ runtimes: [runtime], store: filling });
    await bench.fleet.publish([text]);
    await agent.pollOnce();
    await runtime.call('install broker');
    await until(() => bench.fleet.reports.at(-1)?.status.state === 'installing');
    await until(async () => (await store.read()).outbox.length === 0);
    await bench.fleet.publish([text], 9n);
    isFull = true;
    await agent.pollOnce();
    await agent.idle();
    expect(bench.events.map(({ type }) => type)).toContain('deployment.stalled');
    expect(bench.fleet.reports.at(-1)?.status.state).toBe('installed');
    await agent.stop();
  });
});

describe('what was last installed cannot be read any more', () => {
  const immutableParameters = (): string[] => ['setting-of-broker'];
  const withSetting = (value: string): string => deploymentText({ settings: { broker: value } });

  it.each(['missing', 'damaged'])(
    '(%s): an update is taken without comparing it, and that is told (L-21)',
    async (how) => {
      const bench = createBench();
      const { agent, store } = bench.boot({ immutableParameters });
      await bench.fleet.publish([withSetting('one')]);
      await round(agent);
      const digest = await sha256Digest(new TextEncoder().encode(withSetting('one')));
      await agent.stop();
      const spoilt: DeviceStore = {
        ...store,
        getDocument: async (wanted) => {
          if (wanted !== digest) return store.getDocument(wanted);
          if (how === 'missing') return undefined;
          const { DigestMismatchError } = await import('@margo-sdk/protocol');
          throw new DigestMismatchError(digest, digest);
        },
      };
      const next = bench.boot({ immutableParameters, store: spoilt });
      await bench.fleet.publish([withSetting('two')]);
      await round(next.agent);
      expect(bench.fleet.reports.at(-1)?.status.state).toBe('installed');
      expect(bench.events.map(({ type }) => type)).toContain('deployment.uncompared');
    },
  );
});

it('a deployment that was gone, came back and was dropped before anybody took it up leaves nothing behind (M-34)', async () => {
  const bench = createBench();
  const runtime = createHandRuntime();
  const { agent, store } = bench.boot({ runtimes: [runtime] });
  await bench.fleet.publish([deploymentText({ components: [{ name: 'broker' }] })]);
  await agent.pollOnce();
  (await runtime.call('install broker')).done();
  await agent.idle();
  await bench.fleet.publish([]);
  let answered = false;
  bench.fleet.intercept = ({ method }) =>
    method === 'POST' && !answered ? new Response(null, { status: 503 }) : undefined;
  await agent.pollOnce();
  (await runtime.call('remove broker')).done();
  await agent.idle();
  await agent.stop();

  const gone = await store.read();
  expect(gone.deployments[LINE]?.gone).toBe(true);
  const manifest = (version: number, wanted: boolean) =>
    parseStateManifest(
      JSON.stringify({
        manifestVersion: version,
        bundle: null,
        deployments: wanted
          ? [
              {
                deploymentId: LINE,
                digest: `sha256:${'a'.repeat(64)}`,
                url: `/api/v1/deployments/${LINE}/sha256:${'a'.repeat(64)}`,
              },
            ]
          : [],
      }).replace('"bundle":null', wanted ? BUNDLE : '"bundle":null'),
    );
  const wanted = acceptManifest(gone, manifest(3, true), '"3"');
  answered = true;
  const acknowledged = { ...wanted, outbox: [] };
  expect(Object.keys(acknowledged.deployments)).toEqual([LINE]);
  expect(Object.keys(acceptManifest(acknowledged, manifest(4, false), '"4"').deployments)).toEqual([]);
});

const BUNDLE = `"bundle":{"mediaType":"application/vnd.margo.bundle.v1+tar+gzip","digest":"sha256:${'b'.repeat(64)}","url":"/api/v1/bundles/sha256:${'b'.repeat(64)}"}`;

it('a retry that is asked for while steps are called off after a failure of the store is taken when they have ended (L-15)', async () => {
  const bench = createBench();
  const runtime = createHandRuntime({ deaf: ['install dashboard'] });
  const inner = createMemoryStore();
  let broken = false;
  const store: DeviceStore = {
    ...inner,
    commit: async (change, documents) => {
      if (broken) throw new StoreError('ERR_STORE_FAILED', 'The disk is full.', { hint: 'Make room.' });
      return inner.commit(change, documents);
    },
  };
  const { agent } = bench.boot({ runtimes: [runtime], store, policy: { maxAttempts: 1 } });
  const wait = false;
  await bench.fleet.publish([deploymentText({ components: [{ name: 'broker', wait }, { name: 'dashboard' }] })]);
  await agent.pollOnce();
  (await runtime.call('install broker')).applied();
  const dashboard = await runtime.call('install dashboard');
  broken = true;
  (await runtime.call('install broker')).done();
  await until(() => bench.events.some(({ type }) => type === 'deployment.stalled'));
  broken = false;
  const asked = agent.retry(LINE).catch((error: unknown) => error);
  dashboard.done();
  // It is answered without another poll, whatever the answer is.
  await expect(asked).resolves.toMatchObject({ code: 'ERR_TRANSITION_REFUSED' });
  await agent.stop();
});

describe('a device is eligible only for what it says that it offers (L-27)', () => {
  const { supportedRuntimes: _, ...withoutRuntimes } = CAPABILITIES.properties;
  const { id, vendor, modelNumber, serialNumber } = CAPABILITIES.properties;

  it.each([
    ['the runtime', { properties: { ...withoutRuntimes, supportedRuntimes: ['custom' as const] } }, /runtimes custom/],
    [
      'the type',
      { properties: { ...CAPABILITIES.properties, supportedDeploymentTypes: ['compose' as const] } },
      /deployment types compose/,
    ],
    ['anything at all', { properties: { id, vendor, modelNumber, serialNumber } }, /hosts no workloads/],
  ])('not without %s, and nothing is prepared', async (_what, capabilities, message) => {
    const bench = createBench();
    const prepared: string[] = [];
    const runtime = { ...createHandRuntime(), prepare: async () => void prepared.push('prepared') };
    const { agent } = bench.boot({ runtimes: [runtime], capabilities });
    await bench.fleet.publish([deploymentText()]);
    await round(agent);
    expect(bench.fleet.reports.at(-1)?.status.error?.code).toBe('DEVICE_NOT_ELIGIBLE');
    expect(bench.fleet.reports.at(-1)?.status.error?.message).toMatch(message);
    expect(prepared).toEqual([]);
  });

  it('by what was found out last, which is what the fleet manager was told (M-60)', async () => {
    const bench = createBench();
    let memory = '1Gi';
    const { agent } = bench.boot({
      capabilities: () => ({ properties: { ...CAPABILITIES.properties, memory } }),
    });
    const publish = async (revision: string): Promise<string | undefined> => {
      const constraints = { capacityRequirements: { memory: '4Gi' } };
      const components = [{ name: 'broker', revision }];
      await bench.fleet.publish([deploymentText({ components, constraints })]);
      await round(agent);
      return bench.fleet.reports.at(-1)?.status.error?.code;
    };
    expect(await publish('1.0.0')).toBe('DEVICE_NOT_ELIGIBLE');
    memory = '8Gi';
    expect(await publish('1.0.1')).toBe('DEVICE_NOT_ELIGIBLE');
    await agent.capabilitiesChanged();
    expect(await publish('1.0.2')).toBeUndefined();
  });
});
