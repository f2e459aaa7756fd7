import { describe, expect, it } from 'vitest';
import { parseDryRunScript, StoreError, WorkloadError, type DeviceStore } from '../src/index.js';
import { createBench, round, type Bench } from './support/bench.js';
import { deploymentText, LINE, PUMP } from './support/documents.js';
import { createHandRuntime, type HandRuntime } from './support/hand-runtime.js';
import { until } from './support/until.js';

const components = (...names: string[]) =>
  names.map((spec) => {
    const [name = '', revision = '1.0.0'] = spec.split(' ');
    return { name, revision };
  });

/** Everything that a fleet manager asks for in the life of a device: install, update with a drop, another deployment, removal. */
const CHAPTERS: readonly (readonly string[])[] = [
  [deploymentText({ settings: { broker: 'a' } })],
  [
    deploymentText({ components: components('broker 2.0.0'), settings: { broker: 'b' } }),
    deploymentText({ id: PUMP, type: 'compose', components: components('pump'), settings: { pump: 'c' } }),
  ],
  [deploymentText({ id: PUMP, type: 'compose', components: components('pump'), settings: { pump: 'c' } })],
];

/** What is there in the end, apart from what counts how it got there. */
const outcomeOf = async ({ disk, fleet }: Bench, store: ReturnType<Bench['boot']>['store']) => {
  const { manifest, deployments, outbox } = await store.read();
  const last = new Map(fleet.reports.map((report) => [report.deploymentId, report]));
  return {
    manifest,
    deployments: Object.values(deployments).map(({ accepted, lifecycle }) => ({
      accepted,
      lastInstalled: lifecycle.lastInstalled,
      phase: lifecycle.phase,
      adopted: lifecycle.adopted,
      workloads: lifecycle.workloads,
    })),
    outbox,
    workloads: [...disk.files]
      .filter(([path]) => path.startsWith('/workloads/') && !path.includes('installed.json'))
      .map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
    documents: [...disk.files.keys()].filter((path) => path.startsWith('/device/documents/')).sort(),
    last,
  };
};

interface Death {
  readonly call: number;
  readonly when: 'before' | 'after';
  readonly powerCut: boolean;
}

/** Lives through all chapters and dies once on the way, at a given call to the file system. */
const live = async (death?: Death) => {
  const bench = createBench();
  const { fleet, disk } = bench;
  if (death) disk.dieAt(death.call, death.when);
  let { agent, store } = bench.boot();
  let died = false;

  for (const [index, documents] of [...CHAPTERS, undefined].entries()) {
    if (documents) await fleet.publish(documents, BigInt(index + 1));
    await round(agent);
    if (death && !died && disk.calls() >= death.call) {
      died = true;
      await agent.stop();
      disk.revive(death);
      ({ agent, store } = bench.boot());
      await round(agent);
    }
  }
  const calls = disk.calls();
  disk.revive({ powerCut: false });
  // A restart tells every report again, with the newest version (L-19, L-25); without one the last report may lag.
  await agent.stop();
  ({ agent, store } = bench.boot());
  await round(agent);
  await agent.stop();
  return { bench, died, calls, outcome: await outcomeOf(bench, store) };
};

describe('a device that dies and is started again', () => {
  it.each([
    { when: 'before', powerCut: false },
    { when: 'after', powerCut: false },
    { when: 'before', powerCut: true },
  ] as const)(
    'ends in the same state, whichever call it dies $when (power cut: $powerCut) (L-17)',
    async (kind) => {
      const whole = await live();
      expect(whole.outcome.last.get(LINE as never)?.status.state).toBe('removed');
      expect(whole.outcome.last.get(PUMP as never)?.status.state).toBe('installed');
      expect(whole.calls).toBeGreaterThan(100);

      for (let call = 1; ; call += 1) {
        const { bench, died, outcome } = await live({ call, ...kind });
        if (!died) {
          expect(call).toBeGreaterThan(100);
          break;
        }
        expect(outcome, `died at call ${call}`).toEqual(whole.outcome);
        // No step is repeated that inspect proves done (L-17).
        expect(
          bench.steps.filter((step) => step.endsWith('AGAIN')),
          `died at call ${call}`,
        ).toEqual([]);
        for (const id of [LINE, PUMP]) {
          const versions = bench.fleet.reports
            .filter(({ deploymentId }) => (deploymentId as string) === id)
            .map(({ adoptedManifestVersion }) => adoptedManifestVersion);
          expect(versions, `died at call ${call}`).toEqual(versions.toSorted((a, b) => Number(a - b)));
        }
      }
    },
    120_000,
  );

  it('goes on without the network (L-17)', async () => {
    const { fleet, clock, steps, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const first = boot({ script: parseDryRunScript('{"rules":[{"component":"dashboard","delayMs":1000}]}') });
    await first.agent.pollOnce();
    await expect.poll(() => clock.pending()).toContain(1000);
    await first.agent.stop();
    expect(steps).toEqual(['install broker', 'install dashboard']);

    fleet.intercept = () => {
      throw new TypeError('fetch failed');
    };
    const second = boot();
    await round(second.agent);
    expect(steps.slice(2)).toEqual(['install dashboard']);
    expect((await second.store.read()).deployments[LINE]?.lifecycle.phase).toBe('installed');
  });

  it('repairs what was taken away behind its back', async () => {
    const { fleet, disk, steps, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const first = boot();
    await round(first.agent);
    await first.agent.stop();
    for (const path of disk.files.keys()) if (path.startsWith(`/workloads/${LINE}/broker/`)) disk.files.delete(path);
    steps.length = 0;
    await round(boot().agent);
    expect(steps).toEqual(['install broker']);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
  });

  it('goes on after the disk was full, without a restart', async () => {
    const { fleet, disk, events, steps, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([deploymentText()]);
    await round(agent);
    await fleet.publish([deploymentText({ settings: { broker: 'b' } })]);
    disk.dieAt(12, 'after');
    await round(agent);
    expect(events.some(({ type }) => type === 'deployment.stalled' || type === 'poll.failed')).toBe(true);
    disk.revive({ powerCut: false });
    steps.length = 0;
    await round(agent);
    await round(agent);
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
    expect(fleet.reports.at(-1)?.adoptedManifestVersion).toBe(2n);
    expect(steps).toEqual(['reconfigure broker']);
  });

  it('does not call a deployment failed because its document could not be read this time', async () => {
    const { fleet, steps, events, boot } = createBench();
    await fleet.publish([deploymentText()]);
    const real = boot().store;
    for (const failing of [2, 3]) {
      // The first reading is for the revision, the second for the check, the third for the first step.
      let readings = 0;
      const store: DeviceStore = {
        ...real,
        getDocument: async (digest) => {
          readings += 1;
          if (readings === failing + 1) throw new StoreError('ERR_STORE_FAILED', 'Not this time.');
          return real.getDocument(digest);
        },
      };
      await fleet.publish([deploymentText({ settings: { broker: `${failing}` } })]);
      const { agent } = boot({ store });
      await round(agent);
      expect(
        events.at(-1)?.type === 'deployment.stalled' || events.some(({ type }) => type === 'deployment.stalled'),
      ).toBe(true);
      events.length = 0;
      await round(agent);
      expect(fleet.reports.at(-1)?.status.state).toBe('installed');
      await agent.stop();
    }
    expect(fleet.reports.some(({ status }) => status.state === 'failed')).toBe(false);
    expect(steps.filter((step) => step.endsWith('AGAIN'))).toEqual([]);
  });

  const text = deploymentText({ components: [{ name: 'broker', wait: false }, { name: 'dashboard' }] });
  const busy = new WorkloadError('BUSY', 'Not now.', { retryable: true });
  const STAGES: readonly (readonly [string, string, (runtime: HandRuntime) => Promise<unknown>])[] = [
    ['preparing', 'working', (runtime) => runtime.call('prepare broker')],
    ['preparing', 'pausing', async (runtime) => (await runtime.call('prepare broker')).fail(busy)],
    [
      'applying',
      'working',
      async (runtime) => {
        (await runtime.call('prepare broker')).done();
        (await runtime.call('prepare dashboard')).done();
      },
    ],
    [
      'applying',
      'settling',
      async (runtime) => {
        (await runtime.call('prepare broker')).done();
        (await runtime.call('prepare dashboard')).done();
        (await runtime.call('install broker')).applied();
      },
    ],
    [
      'applying',
      'pausing',
      async (runtime) => {
        (await runtime.call('prepare broker')).done();
        (await runtime.call('prepare dashboard')).done();
        (await runtime.call('install broker')).fail(busy);
      },
    ],
  ];
  it.each(STAGES)('in phase %s while a step is %s, it ends where it would have (L-17)', async (phase, stage, reach) => {
    const { fleet, boot } = createBench();
    await fleet.publish([text]);
    const before = createHandRuntime({ preparesAtOnce: false, deaf: ['install broker'] });
    const first = boot({ runtimes: [before] });
    await first.agent.pollOnce();
    await reach(before);
    await until(async () => {
      const lifecycle = (await first.store.read()).deployments[LINE]?.lifecycle;
      return lifecycle?.phase === phase && lifecycle.running[0]?.stage === stage;
    });

    // The first process is never heard of again; what it left on the device is there.
    const after = createHandRuntime();
    const { agent, store } = boot({ runtimes: [{ ...after, inspect: (id) => before.inspect(id) }] });
    await agent.pollOnce();
    (await after.call('install broker')).done();
    (await after.call('install dashboard')).done();
    await agent.idle();
    expect(fleet.reports.at(-1)?.status.state).toBe('installed');
    expect((await store.read()).deployments[LINE]?.lifecycle.lastInstalled).not.toBeNull();
  });

  it('while a step is called off that was out of time, stays failed, and nothing is tried again (L-06, L-17)', async () => {
    const { fleet, clock, boot } = createBench();
    await fleet.publish([text]);
    const before = createHandRuntime({ deaf: ['install broker'] });
    const first = boot({ runtimes: [before] });
    await first.agent.pollOnce();
    await before.call('install broker');
    clock.turn(600_000);
    await until(() => fleet.reports.at(-1)?.status.error?.code === 'TIMED_OUT');

    const after = createHandRuntime();
    const { agent } = boot({ runtimes: [{ ...after, inspect: (id) => before.inspect(id) }] });
    await agent.pollOnce();
    await agent.idle();
    expect(after.asked).toEqual([]);
    expect(fleet.reports.at(-1)?.status).toMatchObject({ state: 'failed', error: { code: 'TIMED_OUT' } });
  });

  it('while a step is called off for a removal, it removes what is there (L-13, L-17)', async () => {
    const { fleet, boot } = createBench();
    await fleet.publish([text]);
    const before = createHandRuntime({ deaf: ['install broker'] });
    const first = boot({ runtimes: [before] });
    await first.agent.pollOnce();
    const call = await before.call('install broker');
    call.applied();
    await fleet.publish([]);
    await first.agent.pollOnce();
    await until(() => call.signal.aborted);

    const after = createHandRuntime();
    const { agent } = boot({ runtimes: [{ ...after, inspect: (id) => before.inspect(id) }] });
    await agent.pollOnce();
    while (fleet.reports.at(-1)?.status.state !== 'removed') {
      const [next] = after.open();
      if (next !== undefined) (await after.call(next)).done();
      await until(() => after.open().length > 0 || fleet.reports.at(-1)?.status.state === 'removed');
    }
    await agent.idle();
    expect(after.asked).toContain('remove broker');
    expect(after.asked.every((step) => step.startsWith('remove'))).toBe(true);
  });
});
