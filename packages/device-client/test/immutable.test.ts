import { describe, expect, it } from 'vitest';
import { IMMUTABLE_PARAMETER_CHANGED, parseDryRunScript } from '../src/index.js';
import { createBench, round } from './support/bench.js';
import { deploymentText } from './support/documents.js';
import { summary } from './support/fake-fleet.js';

const immutableParameters = () => ['setting-of-broker'];
const text = (broker: string | undefined, dashboard = 'x') =>
  deploymentText({ settings: { ...(broker === undefined ? {} : { broker }), dashboard } });

const installed = async (first = text('hunter2'), script = '{"rules":[]}') => {
  const bench = createBench();
  const device = bench.boot({ immutableParameters, script: parseDryRunScript(script) });
  await bench.fleet.publish([first]);
  await round(device.agent);
  bench.steps.length = 0;
  const update = async (next: string) => {
    await bench.fleet.publish([next]);
    await round(device.agent);
    return bench.fleet.reports.at(-1);
  };
  return { ...bench, ...device, update };
};

describe('an update that changes what is fixed (L-21)', () => {
  it.each([
    ['has another value', text('hunter3')],
    ['is missing', text(undefined)],
  ])('is refused when it %s: nothing is touched, and no value is said', async (_, next) => {
    const { steps, update } = await installed();
    const report = await update(next);
    expect(report?.status.error?.code).toBe(IMMUTABLE_PARAMETER_CHANGED);
    expect(report?.status.error?.message).toBe('What was installed may not change: setting-of-broker.');
    expect(report && summary(report)).toBe('failed @2: broker failed, dashboard installed');
    expect(JSON.stringify(report?.components)).not.toContain('hunter');
    expect(steps).toEqual([]);
  });

  it('is refused again after one that was refused: what counts is what was installed', async () => {
    const { steps, update } = await installed();
    await update(text('hunter3'));
    expect((await update(text('hunter3', 'y')))?.status.error?.code).toBe(IMMUTABLE_PARAMETER_CHANGED);
    expect(steps).toEqual([]);
    expect((await update(text('hunter2', 'y')))?.status.state).toBe('installed');
    expect(steps).toEqual(['reconfigure dashboard']);
  });

  it('is refused after a restart as well, for the document is kept (L-17)', async () => {
    const { fleet, boot, agent, update } = await installed();
    await update(text('hunter3'));
    await agent.stop();
    const next = boot({ immutableParameters });
    await fleet.publish([text('hunter4')]);
    await round(next.agent);
    expect(fleet.reports.at(-1)?.status.error?.code).toBe(IMMUTABLE_PARAMETER_CHANGED);
  });

  it('is fine for a parameter that was not there, and as long as nothing was installed', async () => {
    const added = await installed(text(undefined));
    expect((await added.update(text('hunter2')))?.status.state).toBe('installed');
    const never = await installed(
      text('hunter2'),
      '{"rules":[{"component":"dashboard","times":1,"fail":{"code":"BROKEN","message":"Never."}}]}',
    );
    expect((await never.update(text('hunter3')))?.status.state).toBe('installed');
  });

  it('is nothing special to a device that was not told what is fixed', async () => {
    const { fleet, steps, boot } = createBench();
    const { agent } = boot();
    await fleet.publish([text('hunter2')]);
    await round(agent);
    await fleet.publish([text('hunter3')]);
    await round(agent);
    expect(steps.at(-1)).toBe('reconfigure broker');
  });
});
