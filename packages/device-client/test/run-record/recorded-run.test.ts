import { createRunRecorder, WorkloadError } from '@margo-sdk/device-client';
import { readRun, timelineOf, timelineSvg } from '@margo-sdk/state-machine';
import { describe, expect, it } from 'vitest';
import { createBench } from '../support/bench.js';
import { deploymentText, LINE } from '../support/documents.js';
import { createHandRuntime } from '../support/hand-runtime.js';

describe('a run of a device', () => {
  it('that fails once and is cut off by a reboot can be drawn from its record', async () => {
    const { fleet, clock, boot } = createBench();
    const runtime = createHandRuntime();
    let file = '';
    const recorder = () => createRunRecorder({ write: (line) => void (file += `${line}\n`), now: () => clock.now() });

    const start = clock.now();
    const { agent } = boot({ runtimes: [runtime], onEvent: recorder() });
    await fleet.publish([deploymentText()]);
    await agent.pollOnce();
    const first = await runtime.call('install broker');
    clock.turn(4000);
    first.fail(new WorkloadError('BUSY', 'Not now.', { retryable: true }));
    await agent.idle();
    clock.turn(1000);
    const second = await runtime.call('install broker');
    clock.turn(2000);
    second.done();
    await runtime.call('install dashboard');
    // The power goes: nobody says that the process stops.
    await agent.stop();
    clock.turn(60_000);

    const record = recorder();
    const rebooted = boot({ runtimes: [runtime], onEvent: record });
    await rebooted.agent.pollOnce();
    const third = await runtime.call('install dashboard');
    clock.turn(5000);
    third.done();
    await rebooted.agent.idle();
    await rebooted.agent.stop();
    record.stopped();

    const timeline = timelineOf(readRun(file));
    expect(timeline.outages).toEqual([{ fromMs: start + 7000, toMs: start + 67_000, unexpected: true }]);
    const [deployment] = timeline.deployments;
    expect(deployment?.deploymentId).toBe(LINE);
    expect(deployment?.adoptions.map(({ manifestVersion }) => manifestVersion)).toEqual(['1']);
    expect(deployment?.states.map(({ state }) => state)).toEqual(['pending', 'installing', 'installed']);
    const steps = deployment?.components.map(({ name, steps: own }) => [
      name,
      own.filter(({ kind }) => kind !== 'prepare').map(({ attempt, outcome }) => `${attempt} ${outcome}`),
    ]);
    expect(steps).toEqual([
      ['broker', ['1 failed', '2 succeeded']],
      ['dashboard', [expect.stringMatching(/^1 c/), expect.stringMatching(/ succeeded$/)]],
    ]);
    expect(timelineSvg(timeline)).toContain('BUSY Not now.');
  });
});
